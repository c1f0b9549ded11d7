"""The smallest PDF and Word files that hold some lines of Chinese: what is attached to pages of the practice web."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_EPOCH = (2024, 5, 24, 6, 0, 0)


def make_docx(lines: Sequence[str]) -> bytes:
    """A Word file with a paragraph for each line; the same lines give the same bytes."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line, quote=False)}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _DOCUMENT.format(body),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return packed.getvalue()


def make_pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page with a line for each line; no font is inside, only which character each code stands for."""
    chars = sorted(set("".join(lines)))
    mapped = "\n".join(f"<{ord(char):04X}> <{ord(char):04X}>" for char in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /practice def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(chars)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    )
    shown = " T* ".join(f"<{''.join(f'{ord(char):04X}' for char in line)}> Tj" for line in lines)
    streams = {4: f"BT /F1 12 Tf 18 TL 72 770 Td {shown} ET", 8: cmap}
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [6 0 R]"
        " /ToUnicode 8 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /FontDescriptor 7 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
        "",
    ]
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        stream = streams.get(number)
        inner = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" if stream is not None else text
        made += f"{number} 0 obj\n{inner}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    made += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    ).encode("ascii")
    return bytes(made)
