/*
 * What the benchmarks run in Stata's place: as small a program as can be, so that what is measured is what happens around it.
 * Its name says what it does: job-short, job-lines-MILLISECONDS, job-flood-MEGABYTES, job-idle. Under the service it writes the
 * marks that the wrapper do-file would write (begun, output.log, result); the peers and the bare start run the very same program.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at); /* one clock for all processes of a machine; .NET's Stopwatch reads the same */
    return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

static void rest(unsigned milliseconds)
{
    struct timespec span = { milliseconds / 1000, (long)(milliseconds % 1000) * 1000000 };
    nanosleep(&span, NULL);
}

static void mark(const char *file, const char *words)
{
    const char *nonce = getenv("STATARUNS_ATTEMPT");
    FILE *out = fopen(file, "w");
    if (out == NULL)
        exit(3);
    fprintf(out, "%s%s\n", nonce == NULL ? "none" : nonce, words);
    if (fclose(out) != 0)
        exit(3);
}

static unsigned number(const char *name)
{
    const char *dash = strrchr(name, '-');
    return (unsigned)strtoul(dash + 1, NULL, 10);
}

int main(int count, char **arguments)
{
    uint64_t first = now();
    const char *slash = strrchr(arguments[0], '/');
    const char *name = slash == NULL ? arguments[0] : slash + 1;
    (void)count;
    alarm(300); /* nothing of a benchmark stays behind, however it ended */
    mark("begun", "");
    FILE *log = fopen("output.log", "w");
    if (log == NULL)
        return 3;
    fprintf(log, "first instruction at %llu\n", (unsigned long long)first);
    fflush(log);

    if (strncmp(name, "job-lines-", 10) == 0) {
        for (int line = 1; line <= 200; line++) {
            rest(number(name));
            fprintf(log, "line %d at %llu\n", line, (unsigned long long)now());
            fflush(log);
        }
    } else if (strncmp(name, "job-flood-", 10) == 0) {
        uint64_t bytes = (uint64_t)number(name) * 1000000u;
        for (uint64_t written = 0, line = 1; written < bytes; line++)
            written += (uint64_t)fprintf(log, "line %llu of a log that has a good many of them\n", (unsigned long long)line);
    } else if (strcmp(name, "job-idle") == 0) {
        pause();
    } else if (strcmp(name, "job-short") != 0) {
        return 2;
    }

    if (fclose(log) != 0)
        return 3;
    mark("result", " 0 end");
    return 0;
}
