/* What reading all pages of DescribeExportTasks costs at least: one connection, one request after the other, nothing looked
 * at but the length and the marker. usage: pull PORT; prints pages and bytes */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char answer[8 << 20];

static int fail(const char *what) {
    perror(what);
    exit(1);
}

/* Reads one answer whole; what follows its head is at the returned place. */
static char *receive(int server, size_t *length) {
    size_t have = 0, whole = 0;
    char *body = NULL;
    do {
        ssize_t count = read(server, answer + have, sizeof answer - 1 - have);
        if (count <= 0) fail("read");
        have += (size_t)count;
        answer[have] = 0;
        if (body || !(body = strstr(answer, "\r\n\r\n"))) continue;
        char *field = strcasestr(answer, "\r\ncontent-length:");
        if (!field || field > body) fail("an answer without its length");
        body += 4;
        whole = (size_t)(body - answer) + strtoul(field + 17, NULL, 10);
    } while (!body || have < whole);
    *length = have;
    return body;
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: pull PORT\n"), 2;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int server = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    char marker[256] = "";
    long pages = 0;
    size_t bytes = 0, length;
    do {
        char form[512], request[1024];
        int size = snprintf(form, sizeof form, "Action=DescribeExportTasks&Version=2014-10-31&MaxRecords=100%s%s",
                            *marker ? "&Marker=" : "", marker);
        size = snprintf(request, sizeof request,
                        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        "Content-Length: %d\r\n\r\n%s", size, form);
        if (write(server, request, (size_t)size) != size) fail("write");
        char *body = receive(server, &length), *found = strstr(body, "<Marker>");
        *marker = 0;
        if (found) {
            size_t end = strcspn(found + 8, "<");
            if (end >= sizeof marker) fail("a marker too long");
            memcpy(marker, found + 8, end);
            marker[end] = 0;
        }
        pages++;
        bytes += length;
    } while (*marker);
    printf("%ld pages, %zu bytes\n", pages, bytes);
    return 0;
}
