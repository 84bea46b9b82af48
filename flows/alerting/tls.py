"""The TLS settings for connections to mail servers and webhooks."""

from __future__ import annotations

import ssl

from flows.alerting.not_sent import NotSent
from flows.config.alert_settings import Alerts, path_of


def context(settings: Alerts) -> ssl.SSLContext:
    """Make a TLS context that always checks certificates and host names.

    Raises NotSent when the file `ca_file` of the settings holds no certificates.
    """
    try:
        return ssl.create_default_context(cafile=path_of(settings.ca_file) if settings.ca_file else None)
    except (OSError, ssl.SSLError) as error:
        why = error.strerror or type(error).__name__
        raise NotSent(f"{settings.ca_file}, the ca_file in [alerts], holds no certificates ({why})") from None
