"""A nurse without a browser: signs in and charts over plain HTTP, as fast as the server answers."""

from __future__ import annotations

import http.client
import json
import re
import threading
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

READING = {"systolic": 126, "diastolic": 80, "heart_rate": 70, "spo2": 98, "respiratory_rate": 14, "moaas": 5}


class Nurse(threading.Thread):
    """Signs in and charts readings until the line goes dead; remembers which were answered for."""

    def __init__(self, address: str, scene: dict[str, str]) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(address)
        self.line = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
        self.scene = scene
        self.device = str(uuid4())
        self.cookies: dict[str, str] = {}
        self.answered: set[str] = set()

    def run(self) -> None:
        """Reading after reading."""
        try:
            self.signs_in()
            while self._charts():
                pass
        except (OSError, http.client.HTTPException):
            return

    def sends(self, number: int, at: datetime) -> int:
        """One entry as a tablet sends it; the status of the answer."""
        said = {"text": f"line {number}", "kind": "observation"}
        slip = {"id": str(uuid4()), "session": self.scene["session"], "kind": "remark", "sequence": number}
        slip |= {"at": at.isoformat(), "author": self.scene["person"], "said": said}
        parcel = {"device": self.device, "clock": at.isoformat(), "entries": [slip]}
        return self._asks("POST", "/workspace/sessions/arrivals/", json.dumps(parcel), "application/json")[0]

    def looks_at(self, address: str) -> int:
        """A page, read whole; the status of the answer."""
        return self._asks("GET", address)[0]

    def signs_in(self) -> None:
        """As on the page of sign-in."""
        page = self._asks("GET", "/accounts/login/")[1]
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        said = {"login": self.scene["email"], "password": self.scene["password"]}
        body = urlencode({**said, "csrfmiddlewaretoken": token.group(1).decode()})
        self._asks("POST", "/accounts/login/", body, "application/x-www-form-urlencoded")

    def _charts(self) -> bool:
        entry = str(uuid4())
        body = json.dumps({**READING, "id": entry, "point": "extra"})
        address = f"/workspace/sessions/{self.scene['session']}/vitals/"
        status, _ = self._asks("POST", address, body, "application/json")
        if status == 201:
            self.answered.add(entry)
        return status == 201

    def _asks(self, method: str, address: str, body: str = "", kind: str = "text/plain") -> tuple[int, bytes]:
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        heads |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        self.line.request(method, address, body, heads)
        answer = self.line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()
