"""Files that an app shares: kept in memory, served to the page."""

import mimetypes
from dataclasses import dataclass

from aiohttp import web

from sandbox.wire import Json, new_id

SHOWN_IN_PLACE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(eq=False)
class File:
    """`content` is empty until it was uploaded."""

    id: str
    name: str
    size: int
    title: str = ""
    content: bytes = b""

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def as_slack(self, url: str) -> Json:
        """Slack's file object; `url` is the server's."""
        link = f"{url}/files/{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "size": self.size,
            "mode": "hosted",
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2].lower(),
            "url_private": link,
            "url_private_download": link,
            "permalink": link,
        }


class Files:
    """All files of a workspace, and the routes by which they come in and go out."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def expect(self, name: str, size: int) -> File:
        """Makes room for a file that will be uploaded."""
        file = File(new_id("F"), name, size)
        self._files[file.id] = file
        return file

    def uploaded(self, file_id: str) -> File | None:
        """The file, once its content is there."""
        file = self._files.get(file_id)
        return file if file and file.content else None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/upload/{id}", self._take), web.get("/files/{id}/{name}", self._give)]

    async def _take(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["id"])
        if file is None:
            return web.Response(status=404)
        file.content = await _content(request)
        file.size = len(file.content)
        return web.Response(text=f"OK - {file.size}")

    async def _give(self, request: web.Request) -> web.Response:
        file = self.uploaded(request.match_info["id"])
        if file is None:
            return web.Response(status=404)
        how = "inline" if file.mimetype in SHOWN_IN_PLACE else "attachment"
        headers = {"Content-Disposition": how, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)


async def _content(request: web.Request) -> bytes:
    """The body itself, or the first file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    return next((v.file.read() for v in form.values() if isinstance(v, web.FileField)), b"")
