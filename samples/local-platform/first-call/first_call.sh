#!/bin/sh
# Runs the first-call page, tools and structured output against the local platform with clients that know
# nothing of it: the platform's own Python package, the openai package, and that for Node, which is left out
# where there is no npm. Needs python3 with venv, pip, and the executable jar (mvn package). Exits with a
# status other than 0 when a call misbehaves.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
jar=${1:-$(ls "$here"/../target/local-platform-*-exec.jar)}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
platform=

stop() {
	status=$?
	trap - EXIT INT TERM
	if [ -n "$platform" ]; then
		kill "$platform" 2>/dev/null || true
		wait "$platform" 2>/dev/null || true
	fi
	rm -rf "$work"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check inferencekey==0.260725.739 openai==3.54.0

node=
if command -v npm >/dev/null && command -v node >/dev/null; then
	node=$work/node
	mkdir "$node"
	npm install --silent --no-audit --no-fund --prefix "$node" openai@7.59.0 zod@4.6.7
	cp "$here/openai_tools_and_schemas.mjs" "$node"
fi

# A key of another project, to be refused. It goes through the environment, where no process list shows it.
FOREIGN_API_KEY=$(python3 -c 'import secrets; print(f"ik_live_{secrets.token_hex(4)}_{secrets.token_hex(32)}")')
export FOREIGN_API_KEY
LOCALPLATFORM_APIKEYS_0_KEY=$FOREIGN_API_KEY LOCALPLATFORM_APIKEYS_0_SCOPES='other/*' \
	"$java" -jar "$jar" --local-platform.port=0 --local-platform.token-delay=0ms \
	--local-platform.env-file="$work/local-platform.env" >"$work/platform.log" 2>&1 &
platform=$!

# The file appears, whole, when the platform is ready.
seconds=0
until [ -f "$work/local-platform.env" ]; do
	if ! kill -0 "$platform" 2>/dev/null || [ "$seconds" -ge 60 ]; then
		echo "The local platform did not start:" >&2
		cat "$work/platform.log" >&2
		exit 1
	fi
	sleep 1
	seconds=$((seconds + 1))
done
. "$work/local-platform.env"

PYTHONUTF8=1 "$work/venv/bin/python" "$here/inferencekey_first_call.py"
PYTHONUTF8=1 "$work/venv/bin/python" "$here/openai_first_call.py"
PYTHONUTF8=1 "$work/venv/bin/python" "$here/openai_tools_and_schemas.py"
if [ -n "$node" ]; then
	node "$node/openai_tools_and_schemas.mjs"
else
	echo "no npm here: the openai package for Node is left out"
fi
