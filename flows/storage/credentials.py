"""Checks whether the environment can hold credentials for a store, before a request waits for them in vain.

Reads names of variables, never prints a value.  Without such variables the library obstore asks a service in the
provider's own data centres for credentials; on any other machine nobody answers, and each request would wait for a long
time.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

#: One of these is enough for S3.
_AWS: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
    "AWS_METADATA_ENDPOINT",
)
#: Where a machine of Amazon's asks for its credentials, and the seconds within which it answers.
_METADATA: Final = ("169.254.169.254", 80)
_ANSWERS_WITHIN: Final = 1.0


def missing_credentials(provider: str, environ: Mapping[str, str]) -> str | None:
    """Say what to do about missing credentials, as the end of a sentence; None when the environment may hold some.

    `provider`: s3, gs, az or file.
    """
    if provider != "s3" or any(environ.get(name) for name in _AWS) or _is_a_machine_of_amazons():
        return None
    return "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (docs/storage.md names the other ways), and run again"


@lru_cache(maxsize=1)
def _is_a_machine_of_amazons() -> bool:
    """Whether Amazon's service for credentials answers here, so that no variables are needed."""
    try:
        with socket.create_connection(_METADATA, timeout=_ANSWERS_WITHIN):
            return True
    except OSError:
        return False
