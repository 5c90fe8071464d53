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
    chosen="${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-} ${_JAVA_OPTIONS-}"
    case $chosen in
        *-XX:+Use*GC*) ;;
        *) memory="$memory -XX:+UseParallelGC" ;;
    esac
    case $chosen in
        *-Xms*) ;;
        *) memory="$memory -Xms32m" ;;
    esac
}

# Starts the gateway of the module path $1 once, with a store to throw away, and signs in at it, so that the JVM writes down
# in $2 what a start and the first requests load, link and run: later starts read that, take about half the time, and answer
# the first people as fast as others. Without it everything works, only slower. Folder $3 takes the log and the store. Fails
# when there is no cache afterwards.
keystile_train() {
    rm -f "$2"
    # Somebody else may listen at one.
    for keystile_nth in 1 2 3; do
        if keystile_train_at $((20000 + ($$ + keystile_nth * 4001) % 12000)) "$@"; then
            [ -f "$2.new" ] && mv "$2.new" "$2"
            return
        fi
    done
    return 1
}

# The same at port $1, with the arguments one further on; the cache is in $3.new. Fails when the gateway does not come up.
keystile_train_at() {
    url=http://localhost:$1
    env -i PATH="$PATH" HOME="${HOME:-/}" PORT="$1" MANAGEMENT_PORT=0 API_BASE_URL="$url" STORAGE_PATH="$4/data" \
        "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders \
        -XX:AOTCacheOutput="$3.new" \
        -p "$2" -m "$keystile_main" >"$4/train.log" 2>&1 &
    trained=$!
    waited=0
    until grep -q '^Keystile is up' "$4/train.log" || [ "$waited" -ge 60 ] || ! kill -0 "$trained" 2>/dev/null; do
        waited=$((waited + 1))
        sleep 1
    done
    up=1
    # Else whoever answers at that port is not ours.
    if grep -q '^Keystile is up' "$4/train.log"; then
        up=0
        # What it says of the gateway is not the question here.
        env -i PATH="$PATH" HOME="${HOME:-/}" "$JAVA_HOME/bin/java" -p "$2" -m "$keystile_main" \
            check --key jean_sk_demo_1 "$url" >/dev/null 2>&1 || true
    fi
    keystile_end_training
    return "$up"
}

# Ends the gateway that is trained on, if there is one. For the traps of whoever trains: what a script runs in the background
# takes no notice of an interruption.
keystile_end_training() {
    if [ -n "${trained-}" ]; then
        kill -TERM "$trained" 2>/dev/null || true
        wait "$trained" || true
    fi
    trained=
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
