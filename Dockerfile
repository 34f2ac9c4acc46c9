# syntax=docker/dockerfile:1

# Sen's container image. Its build steps are all in scripts/image-build.sh, which continuous
# integration runs in an empty home and starts the server from. The image itself is NOT built there:
# whoever builds it first should expect to look at this file, not at the steps.
#
#   docker build --tag sen .
#   docker compose up          see compose.yaml

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/sen
# First what changes seldom: a change of the code then keeps the layer with the packages.
COPY pyproject.toml README.md ./
COPY requirements requirements
COPY scripts scripts
RUN mkdir app && touch app/__init__.py && scripts/environment.sh /srv/venv run
COPY . .
RUN scripts/image-build.sh /srv/venv

FROM python:3.11-slim
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SEN_PROFILE=production \
    SEN_HOST=0.0.0.0 \
    SEN_PORT=8000 \
    SEN_DATA_DIR=/var/lib/sen
RUN useradd --system --uid 10055 --home-dir /var/lib/sen --create-home --shell /usr/sbin/nologin sen \
    && chmod 700 /var/lib/sen
# Code and packages belong to root: the account that serves can change neither.
COPY --from=build /srv /srv
WORKDIR /srv/sen
USER sen
VOLUME /var/lib/sen
EXPOSE 8000
# The slim image has no curl; Python asks as well.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "scripts/health.py"]
STOPSIGNAL SIGTERM
CMD ["sen", "serve"]
