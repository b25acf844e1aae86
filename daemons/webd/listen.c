// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* The sockets: from the service manager by name, or by option. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/webd.h"
#include "lib/base/log.h"
#include "lib/base/parse.h"

#define BACKLOG 64

static struct sockaddr_in http_at, https_at;

static int parse_address(const char *address, struct sockaddr_in *ret)
{
	char host[INET_ADDRSTRLEN];
	const char *colon = strrchr(address, ':');
	uint64_t port;

	if (!colon || (size_t)(colon - address) >= sizeof(host))
		return -EINVAL;
	(void)snprintf(host, sizeof(host), "%.*s", (int)(colon - address), address);
	if (inet_pton(AF_INET, host, &ret->sin_addr) != 1 || parse_u64(colon + 1, &port) < 0 ||
	    port < 1 || port > UINT16_MAX)
		return -EINVAL;
	ret->sin_family = AF_INET;
	ret->sin_port = htons((uint16_t)port);
	return 0;
}

int listen_http_at(const char *address)
{
	return parse_address(address, &http_at);
}

int listen_https_at(const char *address)
{
	return parse_address(address, &https_at);
}

static int listen_by_option(const struct sockaddr_in *at, int *ret_fd)
{
	int fd, r, one = 1;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return log_error_errno(-errno, "cannot make a socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)at, sizeof(*at)) < 0 || listen(fd, BACKLOG) < 0) {
		r = -errno;
		(void)close(fd);
		return log_error_errno(r, "cannot listen on port %u", ntohs(at->sin_port));
	}
	*ret_fd = fd;
	return 0;
}

/* The socket of this name, or of this option; -1 when there is neither. */
static int socket_for(struct webd *w, const char *name, const struct sockaddr_in *at, int *ret_fd)
{
	*ret_fd = passed_take(&w->daemon->passed, name);
	if (*ret_fd >= 0 || at->sin_family != AF_INET)
		return 0;
	return listen_by_option(at, ret_fd);
}

/* Of a socket that is listened on; 0 when the system does not say. */
static uint16_t port_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t len = sizeof(at);

	if (fd < 0 || getsockname(fd, (struct sockaddr *)&at, &len) < 0)
		return 0;
	if (at.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&at)->sin6_port);
	return at.ss_family == AF_INET ? ntohs(((const struct sockaddr_in *)&at)->sin_port) : 0;
}

static int serve_http(struct webd *w, int fd)
{
	int r = http_new(w->loop, fd, false, answer_request, w, &w->http);

	return r < 0 ? log_error_errno(r, "cannot serve HTTP") : 0;
}

/* There is a certificate. Who came earlier has waited in the socket. */
static void serve_https(void *webd)
{
	struct webd *w = webd;
	int r, fd = w->https_fd;

	w->https_fd = -1;
	r = http_new(w->loop, fd, true, answer_request, w, &w->https);
	if (r < 0) {
		(void)log_error_errno(r, "cannot serve HTTPS");
		webd_trouble(w, "https", "the library refuses to serve HTTPS");
	}
}

int listen_start(struct webd *w)
{
	static const struct tls_calls calls = { webd_trouble, serve_https };
	int fd, r;

	r = socket_for(w, "http", &http_at, &fd);
	w->http_port = r == 0 ? port_of(fd) : 0;
	if (r == 0 && fd >= 0)
		r = serve_http(w, fd);
	if (r == 0)
		r = socket_for(w, "https", &https_at, &w->https_fd);
	if (r == 0 && w->https_fd >= 0)
		w->https_port = port_of(w->https_fd);
	if (r == 0 && w->https_fd >= 0)
		r = tls_new(w->loop, w->state_folder, &calls, w, &w->tls);
	if (r == 0 && !w->http && !w->tls)
		r = log_error_errno(-ENOTSOCK,
				    "there is no socket to listen on: start rmcu-webd-http.socket "
				    "or rmcu-webd-https.socket, or use --http or --https");
	return r;
}

void listen_stop(struct webd *w)
{
	w->http = http_free(w->http);
	w->https = http_free(w->https);
	w->tls = tls_free(w->tls);
	if (w->https_fd >= 0)
		(void)close(w->https_fd);
}

void listen_reload(struct webd *w)
{
	if (w->tls)
		tls_look(w->tls);
}
