# Made by mlops-pipeline for a @SERVER@ server; a start for a Dockerfile of your own.
ARG BASE_IMAGE=@BASE_IMAGE@
FROM ${BASE_IMAGE}
@PACKAGES@ARG SOURCE_DATE_EPOCH
COPY image/ /
WORKDIR /app
ENV HOME=/tmp PORT=@PORT@ PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1@ENVIRONMENT@
USER 10001:10001
EXPOSE @PORT@
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:@PORT@@HEALTH_PATH@', timeout=4)"]
ENTRYPOINT @COMMAND@
