# shellcheck shell=sh
# Sets and exports JAVA_HOME: the JDK in use when it is new enough, else the newest one installed in a usual place.
# Prints one line and ends the calling script when there is none. Source it before any `set -f`: it uses patterns.
# With keystile_tool=java set before, a runtime without a compiler is enough.

keystile_needs=25
keystile_tool=${keystile_tool:-javac}

# Prints the feature release of the JDK in $1 (25 for 25.0.3), or 0 when that is no JDK.
keystile_release() {
    if [ ! -x "$1/bin/$keystile_tool" ] || [ ! -r "$1/release" ]; then
        echo 0
        return 0
    fi
    feature=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]\{1,\}\).*/\1/p' "$1/release")
    echo "${feature:-0}"
}

# Prints the home of the JDK whose compiler is on the PATH, or nothing.
keystile_jdk_on_path() {
    found_tool=$(command -v "$keystile_tool") || return 0
    found_tool=$(readlink -f "$found_tool" 2>/dev/null) || return 0
    dirname "$(dirname "$found_tool")"
}

keystile_use_jdk() {
    for home in "${JAVA_HOME:-}" "$(keystile_jdk_on_path)"; do
        if [ -n "$home" ] && [ "$(keystile_release "$home")" -ge "$keystile_needs" ]; then
            JAVA_HOME=$home
            return 0
        fi
    done
    newest=0
    for home in /usr/lib/jvm/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        found=$(keystile_release "$home")
        if [ "$found" -ge "$keystile_needs" ] && [ "$found" -gt "$newest" ]; then
            newest=$found
            JAVA_HOME=$home
        fi
    done
    [ "$newest" -gt 0 ]
}

if ! keystile_use_jdk; then
    case $keystile_tool in
        java) echo "keystile: no Java $keystile_needs or newer found; install one or set JAVA_HOME to it." >&2 ;;
        *) echo "keystile: no JDK $keystile_needs or newer found; install one or set JAVA_HOME to it." >&2 ;;
    esac
    exit 1
fi
export JAVA_HOME
