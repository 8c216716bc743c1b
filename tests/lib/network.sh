# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# For cases with a server of their own, tests/lib/lying_server.py.  What it did
# is shown by what the tool says, by the requests that came, and by the cache.

# A tool that gives up soon; nothing here is about how long it takes.
export KCRATE_HTTP_TIMEOUT=2 KCRATE_HTTP_RETRIES=2 KCRATE_HTTP_DELAY=10
scheme=http

# Starts the server, which ends with the case; its port is $port.
serve() # [CERTIFICATE KEY]
{
	rm -f port
	python3 "${lib:?}/lying_server.py" requests port "$@" &
	servers="$servers $!"
	# shellcheck disable=SC2064 # those that there are now
	trap "kill $servers" EXIT
	until [ -s port ]; do sleep 0.02; done
	port=$(cat port)
	touch requests
}

# A certificate for NAME in ./cert.pem, which is its own authority.
certificate() # NAME ALTERNATIVE-NAME
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -keyout key.pem -out cert.pem -subj "/CN=$1" \
		-addext "subjectAltName=$2" 2> ../openssl || cat ../openssl >&2
}

# A manifest with the crate demo, pinned, from the registry that lies by LIE.
manifest_by() # LIE
{
	cat > crates.yaml <<- END
	schema: 1
	registry: sparse+$scheme://127.0.0.1:$port/$1/
	crates:
	  demo: {version: 1.0.0, sha256: $(mkcrate demo 1.0.0), kernel: {}}
	END
}

# Ports, and what depends on how gzip packs, are not for a comparison.
without_numbers()
{
	sed -e "s/127\.0\.0\.1:${port:-0}/SERVER/g" -e 's/port [0-9]*/port N/' \
		-e 's/after [0-9]* \(ms\|bytes\)/after N \1/' \
		-e "s/: Failed to connect.*server/: (libcurl's words)/" \
		-e "s/: Could\(n't\| not\) connect.*server/: (libcurl's words)/" \
		-e "s/: SSL[ :].*\( \[source\)/: (libcurl's words)\1/" \
		-e 's/bytes=[0-9]*-/bytes=N-/' -e 's/[0-9a-f]\{64\}/(hash)/g'
}

# Runs COMMAND, and shows what came of it.
try() # COMMAND...
{
	if "$@" 2> ../err; then status=0; else status=$?; fi
	without_numbers < ../err
	[ $status -eq 0 ] || echo "exit status $status"
	if [ -s requests ]; then
		echo 'requests:'
		sed 's/^/    /' requests | without_numbers
	fi
	: > requests
}

# What is in the cache: archives by name, where their names are their hashes.
show_cache()
{
	find ../cache -type f 2> /dev/null | sort | while read -r file; do
		case $file in
		*/archives/*)
			sum=$(sha256sum < "$file" | cut -d ' ' -f 1)
			[ "${file##*/}" = "$sum" ] || echo "damaged: $file"
			echo 'cache: an archive' ;;
		*)
			echo "cache: ${file##*/}" ;;
		esac
	done
}

# For each LIE: fetches demo with an empty cache.
fetch_by() # LIE...
{
	for lie; do
		echo "== $lie"
		rm -rf ../cache
		manifest_by "$lie"
		try kcrate fetch
		show_cache
	done
}

# git that asks nobody, and makes the same commits everywhere.
git()
{
	GIT_AUTHOR_NAME=N GIT_AUTHOR_EMAIL=n@example.org \
		GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_NAME=N \
		GIT_COMMITTER_EMAIL=n@example.org GIT_CONFIG_NOSYSTEM=1 \
		GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' command git "$@"
}

# Commits all of DIRECTORY, which becomes a repository; prints the commit.
commit_all() # DIRECTORY
{
	[ -d "$1/.git" ] || git -C "$1" init -q -b main
	git -C "$1" add -A
	git -C "$1" commit -q -m change
	git -C "$1" rev-parse HEAD
}

# A manifest with the crate demo from a commit; MORE is added to its pin.
manifest_at() # URL COMMIT TREE-SHA256 [MORE]
{
	cat > crates.yaml <<- END
	schema: 1
	crates:
	  demo:
	    version: 1.0.0
	    git: {tree-sha256: $3, commit: $2, url: "$1"$4}
	    kernel: {}
	END
}
