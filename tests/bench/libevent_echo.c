/* Line echo on libevent's bufferevent: the one to compare asynchat's echo_server with.
 * usage: libevent_echo PORT   (0: one the kernel chooses; prints "listening on 127.0.0.1:PORT") */
#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void on_read(struct bufferevent* channel, void* unused) {
    struct evbuffer* in = bufferevent_get_input(channel);
    struct evbuffer* out = bufferevent_get_output(channel);
    char* line;
    size_t length;
    (void)unused;
    while ((line = evbuffer_readln(in, &length, EVBUFFER_EOL_CRLF_STRICT))) {
        evbuffer_add(out, line, length);
        evbuffer_add(out, "\r\n", 2);
        free(line);
    }
}

static void on_event(struct bufferevent* channel, short what, void* unused) {
    (void)unused;
    if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) bufferevent_free(channel);
}

static void on_accept(struct evconnlistener* listener, evutil_socket_t fd, struct sockaddr* peer,
                      int length, void* unused) {
    int one = 1;
    struct bufferevent* channel = bufferevent_socket_new(evconnlistener_get_base(listener), fd,
                                                         BEV_OPT_CLOSE_ON_FREE);
    (void)peer, (void)length, (void)unused;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    bufferevent_setcb(channel, on_read, NULL, on_event, NULL);
    bufferevent_enable(channel, EV_READ | EV_WRITE);
}

int main(int count, char** arguments) {
    struct sockaddr_in local = {.sin_family = AF_INET};
    socklen_t length = sizeof local;
    struct rlimit limit;
    struct event_base* base = event_base_new();
    struct evconnlistener* listener;
    if (count != 2) {
        fprintf(stderr, "usage: libevent_echo PORT\n");
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    local.sin_port = htons((unsigned short)atoi(arguments[1]));
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = evconnlistener_new_bind(base, on_accept, NULL,
                                       LEV_OPT_REUSEABLE | LEV_OPT_CLOSE_ON_FREE, SOMAXCONN,
                                       (struct sockaddr*)&local, sizeof local);
    if (!listener) {
        perror("bind");
        return 1;
    }
    getsockname(evconnlistener_get_fd(listener), (struct sockaddr*)&local, &length);
    printf("listening on 127.0.0.1:%d\n", ntohs(local.sin_port));
    fflush(stdout);
    event_base_dispatch(base);
    return 0;
}
