# Built in one image and run in another, without compilers or pip's leftovers; as a user who owns nothing but /data.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /everloop \
 && /everloop/bin/pip install --no-cache-dir --disable-pip-version-check . \
 && /everloop/bin/pip uninstall --yes --disable-pip-version-check pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data everloop
COPY --from=build /everloop /everloop
USER everloop
WORKDIR /data
VOLUME /data
ENV PATH=/everloop/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    EVERLOOP_HEALTH_PORT=8081 \
    EVERLOOP_LOG_FORMAT=json \
    DATABASE_URL=sqlite:////data/everloop.db \
    EVERLOOP_KEY_FILE=/data/everloop.key
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["everloop", "healthy"]
ENTRYPOINT ["everloop"]
CMD ["run"]
