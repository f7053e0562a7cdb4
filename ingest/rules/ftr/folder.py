"""A folder of FiveFilters site configs, used in place: the file of a host is read when a document of it comes."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from ingest.errors import Fault, UsageError
from ingest.rules.ftr.config import SiteConfig, host_of_config, read_config

# As many as a rule set keeps of sites.
CONFIGS_KEPT = 64
MAX_CONFIG_BYTES = 1 << 20


class FtrFolder:
    """The site configs of a folder, by host. Safe to share between threads: what is cached is immutable.

    Args:
        root: the folder; only the names in it are read, and only once.
        check_selector: returns why a selector (syntax, expression) is bad, None if it is good.

    Raises:
        UsageError: the folder is not there, or holds no site config.
    """

    def __init__(self, root: Path, check_selector: Callable[[str, str], str | None]) -> None:
        self.root = root
        self._check_selector = check_selector
        if not root.is_dir():
            raise UsageError(f"no site configs at '{root}': it is no folder\n  fix: check the path after --ftr")
        # Hosts are looked up without "www.", so a file named with it only serves where no other does.
        files = sorted(root.iterdir(), key=lambda path: (not path.name.startswith("www."), path.name), reverse=True)
        by_host = {host: path for path in files if (host := host_of_config(path.name))}
        self.paths = dict(sorted(by_host.items()))
        if not self.paths:
            raise UsageError(f"no site configs at '{root}'\n  fix: a folder with files like example.com.txt")
        self._configs: OrderedDict[str, SiteConfig] = OrderedDict()

    @cached_property
    def sha256(self) -> str:
        """Return the hash of all files; they are read for it."""
        total = hashlib.sha256()
        for host, path in self.paths.items():
            total.update(f"{host}\n{hashlib.sha256(_data(path)).hexdigest()}\n".encode())
        return total.hexdigest()

    def serving(self, host: str | None) -> str | None:
        """Return the key of the file that serves a host: its own, else the longest ``.suffix`` of it that has one."""
        if not host or host in self.paths:
            return host or None
        labels = host.split(".")
        suffixes = ("." + ".".join(labels[at:]) for at in range(1, len(labels)))
        return next((suffix for suffix in suffixes if suffix in self.paths), None)

    def config(self, host: str | None) -> SiteConfig | None:
        """Return the site config that serves a host, None if none does."""
        key = self.serving(host)
        if key is None:
            return None
        config = self._configs.get(key)
        if config is None:
            config = self._configs[key] = self.read(key)
            while len(self._configs) > CONFIGS_KEPT:
                self._configs.popitem(last=False)
        return config

    def read(self, key: str) -> SiteConfig:
        """Read one file, by its key in ``paths``."""
        path = self.paths[key]
        data = _data(path)
        if len(data) > MAX_CONFIG_BYTES:
            config = read_config(b"", path.as_posix(), self._check_selector)
            fault = Fault(path.as_posix(), 1, 1, f"{len(data)} bytes, more than {MAX_CONFIG_BYTES}", "split the file")
            return SiteConfig(config.file, config.host, (fault,))
        return read_config(data, path.as_posix(), self._check_selector)


def _data(path: Path) -> bytes:
    """Return the bytes of a file, none if it cannot be read: it may have gone since the folder was listed."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
