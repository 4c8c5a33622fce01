# Any Debian 12 with apt: a machine that reaches no registry builds on a base of its own making.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS system
# setpriv, nsenter and unshare come with Debian's util-linux; handlers in Python run in this Python.
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap ca-certificates libatomic1 python3 runc tini util-linux \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/crossover --shell /usr/sbin/nologin crossover \
 && install -d -o crossover -g crossover -m 755 /var/lib/crossover

FROM system AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm
WORKDIR /opt/crossover
COPY package.json package-lock.json .npmrc ./
# Debian's npm takes its Node, 18, for a reason to leave out what needs 20 or later. The pinned Node goes before it.
RUN name=node-linux-$(node -p process.arch) \
 && npm install --prefix /opt/npm --loglevel=error npm@11.19.1 $name@$(node -p "require('./package.json').optionalDependencies['$name']") \
 && ln -s /opt/npm/node_modules/$name/bin/node /opt/npm/node_modules/npm/bin/npm-cli.js /usr/local/bin/ \
 && mv /usr/local/bin/npm-cli.js /usr/local/bin/npm \
 && rm -rf /root/.npm
# A base may know certificates of its own, as networks have that look into what passes.
ENV NODE_USE_SYSTEM_CA=1
COPY lib/cli/bootstrap/dependencies.mjs lib/cli/bootstrap/lock.mjs lib/cli/bootstrap/run.mjs ./lib/cli/bootstrap/
RUN node -e "import('./lib/cli/bootstrap/dependencies.mjs').then(({ installDependencies }) => installDependencies())" \
 && rm -rf /root/.npm
COPY next.config.ts postcss.config.mjs prisma.config.ts tsconfig.json ./
COPY app ./app
COPY components ./components
COPY lib ./lib
COPY prisma ./prisma
COPY public ./public
RUN node lib/cli/bootstrap.mjs build
# What only building needs: development packages, compilers, what the pages were drawn with and hold since, Prisma's own
# tools, and its and Next's files for other databases and for development.
RUN npm prune --omit=dev --loglevel=error \
 && rm -rf .next/cache node_modules/.cache /root/.npm \
 && cd node_modules \
 && rm -rf prisma @electric-sql @prisma/studio-core @prisma/config @prisma/dev @prisma/query-plan-executor \
      @prisma/fetch-engine @prisma/streams-local @prisma/engines @prisma/engines-version @prisma/get-platform \
      typescript @types playwright playwright-core fast-check @next/swc-*-musl @img @tailwindcss tailwindcss lightningcss-* \
      lucide-react recharts es-toolkit @reduxjs @radix-ui radix-ui elkjs caniuse-lite \
      node-linux-*/include node-linux-*/share next/dist/docs next/dist/esm \
 && find @prisma/client/runtime -name 'query_compiler_*' ! -name '*postgresql*' -delete \
 && find next/dist @prisma/client -name '*.map' -delete \
 && find next/dist/compiled/next-server -name '*.dev.js' -delete

FROM system
COPY --from=build /opt/crossover /opt/crossover
RUN ln -s /opt/crossover/lib/docker/crossover /usr/local/bin/crossover
# Outside of the checkout's own place, so that a volume holds all that must last.
ENV CROSSOVER_HOME=/var/lib/crossover CROSSOVER_HOST=0.0.0.0
WORKDIR /var/lib/crossover
VOLUME /var/lib/crossover
EXPOSE 3000
USER crossover
ENTRYPOINT ["crossover"]
CMD ["start"]
