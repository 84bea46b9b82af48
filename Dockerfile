# copydesk in a container: `copydesk serve` on the volumes /data and /config.  docs/operations.md, "In containers".
FROM python:3.11-slim-bookworm AS build
# What is installed besides, such as [dask]; nothing usually.
ARG EXTRAS=""
WORKDIR /src
COPY pyproject.toml README.md ./
COPY config config
COPY flows flows
COPY parsers parsers
COPY warehouse warehouse
# pip stays outside of the environment that is copied: the image needs none.
RUN python -m venv --without-pip /opt/copydesk \
    && pip --python /opt/copydesk/bin/python install --no-cache-dir --disable-pip-version-check \
        --constraint config/constraints.txt ".$EXTRAS"

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin copydesk \
    && install --directory --owner copydesk --group copydesk /data /config
COPY --from=build /opt/copydesk /opt/copydesk
ENV PATH=/opt/copydesk/bin:$PATH \
    COPYDESK_DATA=/data \
    COPYDESK_CONFIG=/config \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONUNBUFFERED=1
VOLUME ["/data", "/config"]
USER copydesk
# The server of the schedules answers.  It ends with `copydesk serve`, so this tells of both.
HEALTHCHECK --interval=2m --timeout=30s --start-period=1m --retries=3 \
    CMD copydesk --json status | grep -q '"prefect_server": "http'
ENTRYPOINT ["copydesk"]
CMD ["serve"]
