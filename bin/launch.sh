# shellcheck shell=sh
# What the launcher of the source tree and the one of the archive have in common: how Java is started, and the cache of what
# a start loads. Source it after find-jdk.sh, which says where Java is.

keystile_main=dev.keystile.app/dev.keystile.app.Main

# How the JVM keeps its memory: with headers of half the size, and from little on, since most gateways need little. The
# parallel collector takes half the memory that the JVM's own choice would, at the same speed. Whoever names another
# collector or beginning in the variables that Java reads gets that: two collectors are an error to the JVM, and what
# stands on its command line wins.
keystile_memory() {
    memory=-XX:+UseCompactObjectHeaders
    chosen="${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-}"
    case $chosen in
        *-XX:+Use*GC*) ;;
        *) memory="$memory -XX:+UseParallelGC" ;;
    esac
    case $chosen in
        *-Xms*) ;;
        *) memory="$memory -Xms32m" ;;
    esac
}

# Starts the gateway of the module path $1 once, on any free ports and with a store to throw away, so that the JVM writes
# down in $2 what a start loads and links: later starts read that and take about half the time. Without it everything
# works, only slower. Folder $3 takes the log and the store. Fails when there is no cache afterwards.
keystile_train() {
    rm -f "$2"
    env -i PATH="$PATH" HOME="${HOME:-/}" PORT=0 MANAGEMENT_PORT=0 API_BASE_URL=http://localhost \
        STORAGE_PATH="$3/data" \
        "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders \
        -XX:AOTCacheOutput="$2.new" \
        -p "$1" -m "$keystile_main" >"$3/train.log" 2>&1 &
    trained=$!
    waited=0
    until grep -q '^Keystile is up' "$3/train.log" || [ "$waited" -ge 60 ] || ! kill -0 "$trained" 2>/dev/null; do
        waited=$((waited + 1))
        sleep 1
    done
    kill -TERM "$trained" 2>/dev/null || true
    wait "$trained" || true
    [ -f "$2.new" ] && mv "$2.new" "$2"
}

# Becomes the gateway of the module path $1, with the cache $2 unless that is empty; the rest are its arguments. A cache
# that does not fit is left aside by the JVM without a word.
keystile_launch() {
    path=$1
    cache=$2
    shift 2
    set -- -p "$path" -m "$keystile_main" "$@"
    if [ -n "$cache" ]; then
        set -- -XX:AOTCache="$cache" -Xlog:disable -Xlog:all=error:stderr:uptime -Xlog:aot=off -Xlog:cds=off "$@"
    fi
    keystile_memory
    # shellcheck disable=SC2086  # several options
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED $memory "$@"
}
