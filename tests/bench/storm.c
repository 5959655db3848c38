/* An accept storm on a line echo server: LIVE connections each keep a line in flight, and measure how
 * long it is away; meanwhile STORM others connect at once, send a line, and want it back.
 * usage: storm PORT LIVE STORM   (loopback only)
 * Prints: served, seconds until all were, and the live lines' latency in microseconds, median and
 * maximum, before the storm and during it. Gives up on who is not served within 60 s. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { line_size = 64, most_samples = 1 << 20, batch = 256 };

struct connection {
    int fd;
    int live;
    int got;
    int asked;
    double since;
};

static char line[line_size];
static double* samples[2];
static int sampled[2];
static int set;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char* what) {
    perror(what);
    exit(1);
}

static void open_connection(struct connection* one, const struct sockaddr_in* server) {
    struct epoll_event event = {.events = EPOLLIN | (one->live ? 0 : EPOLLOUT), .data.ptr = one};
    int on = 1;
    one->fd = socket(AF_INET, SOCK_STREAM | (one->live ? 0 : SOCK_NONBLOCK), 0);
    if (one->fd < 0) fail("socket");
    setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(one->fd, (const struct sockaddr*)server, sizeof *server) && errno != EINPROGRESS)
        fail("connect");
    epoll_ctl(set, EPOLL_CTL_ADD, one->fd, &event);
}

static void ask(struct connection* one) {
    one->since = now();
    one->got = 0;
    one->asked = 1;
    if (send(one->fd, line, line_size, MSG_NOSIGNAL) != line_size) fail("send");
}

/* Handles what is ready; returns how many of the storm were served by it. */
static int turn(int storming) {
    struct epoll_event ready[batch];
    int served = 0;
    const int count = epoll_wait(set, ready, batch, 100);
    for (int i = 0; i < count; ++i) {
        struct connection* one = ready[i].data.ptr;
        char buffer[line_size];
        ssize_t size;
        if (!one->live && !one->asked) { /* connected: no more interest in writing */
            struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
            epoll_ctl(set, EPOLL_CTL_MOD, one->fd, &event);
            ask(one);
            continue;
        }
        size = recv(one->fd, buffer, (size_t)(line_size - one->got), MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) continue;
        if (size <= 0) fail("the server closed");
        if (memcmp(buffer, line + one->got, (size_t)size)) fail("another line came back");
        one->got += (int)size;
        if (one->got < line_size) continue;
        if (!one->live) {
            ++served;
            continue;
        }
        if (sampled[storming] < most_samples)
            samples[storming][sampled[storming]++] = now() - one->since;
        ask(one);
    }
    return served;
}

static int ascending(const void* left, const void* right) {
    const double l = *(const double*)left, r = *(const double*)right;
    return (l > r) - (l < r);
}

int main(int count, char** arguments) {
    struct sockaddr_in server = {.sin_family = AF_INET};
    struct rlimit limit;
    if (count != 4) {
        fprintf(stderr, "usage: storm PORT LIVE STORM\n");
        return 2;
    }
    const int live = atoi(arguments[2]), storm = atoi(arguments[3]);
    struct connection* all = calloc((size_t)(live + storm), sizeof *all);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    server.sin_port = htons((unsigned short)atoi(arguments[1]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memset(line, 'x', line_size - 2);
    memcpy(line + line_size - 2, "\r\n", 2);
    set = epoll_create1(0);
    for (int i = 0; i < 2; ++i)
        samples[i] = malloc(sizeof(double) * most_samples);

    for (int i = 0; i < live; ++i) {
        all[i].live = 1;
        open_connection(&all[i], &server);
        ask(&all[i]);
    }
    for (const double end = now() + 1; now() < end;)
        turn(0);

    const double start = now();
    int served = 0;
    for (int i = live; i < live + storm; ++i) {
        open_connection(&all[i], &server);
        if (i % batch == 0) served += turn(1); /* the live ones are not to wait for us */
    }
    while (served < storm && now() < start + 60)
        served += turn(1);
    const double seconds = now() - start;
    for (int i = 0; i < 2; ++i)
        qsort(samples[i], (size_t)sampled[i], sizeof(double), ascending);
    printf("%d %.3f", served, seconds);
    for (int i = 0; i < 2; ++i)
        printf(" %.0f %.0f", sampled[i] ? samples[i][sampled[i] / 2] * 1e6 : 0,
               sampled[i] ? samples[i][sampled[i] - 1] * 1e6 : 0);
    printf("\n");
    return 0;
}
