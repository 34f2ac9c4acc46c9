# Sourced by the scripts that need Debian's packages; defines one function and runs nothing.
# shellcheck shell=sh

# debian_install PACKAGE... — installs through apt-get, as root or with sudo.
# Returns 1 with a sentence when this machine has no apt-get or the caller may not use it.
debian_install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "Please install by hand (no apt-get here): $*" >&2
        return 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1; then
        as_root="sudo"
    else
        echo "Please install as root: apt-get install $*" >&2
        return 1
    fi
    echo "Installing with apt-get: $*" >&2
    # A mirror may be busy for a moment: apt tries again by itself.
    apt_run() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 \
            -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
    }
    apt_run update && apt_run install --yes --no-install-recommends "$@"
}
