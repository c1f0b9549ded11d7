"""`python -m archive`: the verbs that look at an archive, without the ones that visit sites."""

from archive.cli import main

if __name__ == "__main__":
    main(prog_name="python -m archive")
