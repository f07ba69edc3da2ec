"""The pages: each under a strict content policy, all of them files of web/ as they are; no database is needed."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from ..domain.errors import NotFound
from ..settings import ROOT, Settings
from .assets import Asset, asset, folder, imported

WEB = ROOT / "web"
METHODS = ("GET", "HEAD")
PAGES = {"window": "window/index.html", "console": "console/index.html", "merchant": "merchant/index.html"}
DEMO_PAGES = {"demo": "demo/index.html", "demo/host": "demo/host.html"}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
MODULE = re.compile(r'<script type="module" src="/web/([^"]+)"></script>')


def pages(settings: Settings, web: Path = WEB) -> Blueprint:
    """Every page and its files, read and compressed now. The demo's exist in the sandbox alone."""
    bp = Blueprint("pages")
    shown = PAGES | DEMO_PAGES if settings.sandbox else PAGES
    parts = ["shared", "embed", "window", "console", "merchant", *(["demo"] if settings.sandbox else [])]
    files = {path: found for part in parts for path, found in folder(web, part).items()}
    vendor = folder(web, "vendor")

    for address, path in shown.items():
        if path in files:
            page = _page(files, path)
            _serve(bp, f"/{address}", page, {"Content-Security-Policy": _policy(page, address, settings)})
    if "embed/loader.js" in files:
        _serve(bp, "/embed.js", files["embed/loader.js"], {"Cross-Origin-Resource-Policy": "cross-origin"})
    for icon in ("/favicon.svg", "/favicon.ico"):
        if "shared/icon.svg" in files:
            _serve(bp, icon, files["shared/icon.svg"], {})

    async def _root(request: Request) -> HTTPResponse:
        # redirect() adds to the headers it is given
        return redirect("/demo" if settings.sandbox else "/window", headers=dict(SAFE))

    async def _web(request: Request, path: str) -> HTTPResponse:
        return _found(files, path).answer(request, SAFE)

    async def _vendor(request: Request, path: str) -> HTTPResponse:
        return _found(vendor, f"vendor/{path}").answer(request, SAFE)

    bp.add_route(_root, "/", methods=METHODS, name="root")
    bp.add_route(_web, "/web/<path:path>", methods=METHODS, name="web")
    bp.add_route(_vendor, "/vendor/<path:path>", methods=METHODS, name="vendor")
    return bp


def _found(files: Mapping[str, Asset], path: str) -> Asset:
    """A page's own HTML is served at its address only, where its policy is. Raises `NotFound`."""
    if path not in files or path.endswith(".html"):
        raise NotFound("没有这个文件。")
    return files[path]


def _serve(bp: Blueprint, address: str, served: Asset, headers: dict[str, str]) -> None:
    async def _answer(request: Request) -> HTTPResponse:
        return served.answer(request, SAFE | headers)

    bp.add_route(_answer, address, methods=METHODS, name=address.strip("/").replace("/", "_").replace(".", "_"))


def _page(files: Mapping[str, Asset], path: str) -> Asset:
    """The page with every module it will import named in its head."""
    html = files[path].body.decode()
    start = MODULE.search(html)
    if start is None:
        return files[path]
    mapped = IMPORT_MAP.search(html)
    urls = list(json.loads(mapped[1])["imports"].values()) if mapped else []
    urls += [f"/web/{module}" for module in imported(files, start[1])]
    links = "\n".join(f'    <link rel="modulepreload" href="{url}" />' for url in urls)
    return asset(html.replace("  </head>", f"{links}\n  </head>", 1).encode(), ".html")


def _policy(page: Asset, address: str, settings: Settings) -> str:
    """Own files only. The window may be embedded where the operator allows; the demo's shop embeds the window."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in _import_maps(page)]
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *(f"'sha256-{text}'" for text in hashes)]),
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "connect-src": "'self'",
        "frame-src": "'self'" if address == "demo/host" else "'none'",
        "frame-ancestors": settings.frame_ancestors if address == "window" else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _import_maps(page: Asset) -> list[str]:
    return IMPORT_MAP.findall(page.body.decode())
