"""What goes over the wire that no Scrapy setting limits, on sockets that say exactly what they are told to."""

import datetime
import socket
import ssl
import threading

import pytest

OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


class Raw:
    """Answers every connection with the same bytes, through TLS where it has a context."""

    def __init__(self, answer, context=None):
        self._answer, self._context = answer, context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _peer = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._exchange, args=(connection,), daemon=True).start()

    def _exchange(self, connection):
        try:
            with self._context.wrap_socket(connection, server_side=True) if self._context else connection as open_:
                open_.recv(65536)
                open_.sendall(self._answer)
        except OSError:
            pass  # the visitor hung up, as it should

    def close(self):
        self._socket.close()


@pytest.fixture
def serve():
    servers = []

    def serve(answer, context=None):
        servers.append(Raw(answer, context))
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


def crawl(desk, server, *, scheme="http", top=""):
    desk.site(host=server.host)
    file = desk.sites / "yunling.toml"
    text = file.read_text(encoding="utf-8").replace("http://", f"{scheme}://")
    file.write_text(top + text, encoding="utf-8")
    done = desk.scrapy(
        "crawl", "yunling", "-s", "RETRY_TIMES=0", "-s", "ROBOTSTXT_OBEY=False", "-s", "DOWNLOAD_TIMEOUT=5"
    )
    assert done.returncode == 0, done.stderr
    [capture] = desk.rows("SELECT * FROM captures WHERE purpose = 'list'")
    return capture


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ("".join(f"X-{number}: 1\r\n" for number in range(300)), "more than 256 header lines"),
        (f"X: {'x' * 20000}\r\n", "a header line of more than 16 KiB"),
        ("".join(f"X-{number}: {'x' * 9000}\r\n" for number in range(8)), "64 KiB of headers"),
    ],
    ids=["many", "long", "large"],
)
def test_more_headers_than_any_site_has_are_not_read_and_the_failure_says_so(desk, serve, headers, reason):
    capture = crawl(desk, serve(f"{OK}{headers}\r\n".encode()))
    assert capture["outcome"] == "failed"
    assert reason in capture["failure"]


def test_interim_answers_without_end_are_not_read(desk, serve):
    capture = crawl(desk, serve(b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000))
    assert "more than 256 header lines" in capture["failure"]


def test_a_few_headers_and_a_body_are_read(desk, serve):
    capture = crawl(desk, serve(f"{OK}Content-Length: 4\r\nX-Real: yes\r\n\r\nbody".encode()))
    assert (capture["status"], capture["protocol"]) == (200, "HTTP/1.1")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.yunling.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def context(certificate, version):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = version
    made.load_cert_chain(certificate)
    return made


PAGE = f"{OK}Content-Length: 4\r\nConnection: close\r\n\r\nbody".encode()


def test_the_version_of_tls_is_kept_with_each_capture_and_a_certificate_of_nobody_is_no_hindrance(
    desk, serve, certificate
):
    capture = crawl(desk, serve(PAGE, context(certificate, ssl.TLSVersion.TLSv1_2)), scheme="https")
    assert (capture["status"], capture["protocol"]) == (200, "HTTP/1.1 TLSv1.2")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_1_0_is_refused(desk, serve, certificate):
    capture = crawl(desk, serve(PAGE, context(certificate, ssl.TLSVersion.TLSv1)), scheme="https")
    assert capture["status"] is None
    assert "legacy_tls = true" in capture["failure"]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_1_0_is_spoken_where_the_site_file_says_so_and_kept_as_such(desk, serve, certificate):
    server = serve(PAGE, context(certificate, ssl.TLSVersion.TLSv1))
    capture = crawl(desk, server, scheme="https", top="legacy_tls = true\n")
    assert (capture["status"], capture["protocol"]) == (200, "HTTP/1.1 TLSv1")
