# syntax=docker/dockerfile:1
# The service as one binary in a small image: no shell tools are needed to run or to check it.

FROM rust:1.95.0-bookworm AS build
# The image's own toolchain is the pinned one; without this line rustup would fetch it a second time.
ENV RUSTUP_TOOLCHAIN=1.95.0 CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never
# What /metrics and the log name as the running version, for example a commit.
ARG STAEDTENETZ_REVISION=unknown
WORKDIR /source
COPY . .
# Downloads and compiled dependencies are kept between builds; only the binary leaves this step.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/source/target,sharing=locked \
    STAEDTENETZ_REVISION="${STAEDTENETZ_REVISION}" \
    cargo build --release --locked --package api --bin staedtenetz \
    && install -D target/release/staedtenetz /image/staedtenetz \
    && mkdir /image/data

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Städtenetz" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /image/staedtenetz /usr/local/bin/staedtenetz
COPY --from=build --chown=10001:10001 /image/data /var/lib/staedtenetz
# A number, so that clusters that demand a user other than root can see that it is one.
USER 10001:10001
WORKDIR /var/lib/staedtenetz
ENV STAEDTENETZ_MODE=production \
    STAEDTENETZ_LISTEN=0.0.0.0:8080 \
    STAEDTENETZ_DATA_DIR=/var/lib/staedtenetz
VOLUME /var/lib/staedtenetz
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["staedtenetz", "doctor", "--quick"]
ENTRYPOINT ["staedtenetz"]
CMD ["serve"]
