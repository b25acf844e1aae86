// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/webd/webd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemons/webd/answers.h"
#include "daemons/webd/files.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/parse.h"

/* However quiet the world is: the watchdog wants to be fed. */
#define ALIVE_US (5 * USEC_PER_SEC)
#define BACKLOG	 64

static struct sockaddr_in listen_at;

int webd_listen_at(const char *address)
{
	char host[INET_ADDRSTRLEN];
	const char *colon = strrchr(address, ':');
	uint64_t port;

	if (!colon || (size_t)(colon - address) >= sizeof(host))
		return -EINVAL;
	(void)snprintf(host, sizeof(host), "%.*s", (int)(colon - address), address);
	if (inet_pton(AF_INET, host, &listen_at.sin_addr) != 1 || parse_u64(colon + 1, &port) < 0 ||
	    port < 1 || port > UINT16_MAX)
		return -EINVAL;
	listen_at.sin_family = AF_INET;
	listen_at.sin_port = htons((uint16_t)port);
	return 0;
}

static int listen_by_option(int *ret_fd)
{
	int fd, r, one = 1;

	if (listen_at.sin_family != AF_INET)
		return log_error_errno(-ENOTSOCK, "there is no socket to listen on: start "
						  "rmcu-webd-http.socket, or use --http");
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return log_error_errno(-errno, "cannot make a socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)&listen_at, sizeof(listen_at)) < 0 ||
	    listen(fd, BACKLOG) < 0) {
		r = -errno;
		(void)close(fd);
		return log_error_errno(r, "cannot listen on port %u", ntohs(listen_at.sin_port));
	}
	*ret_fd = fd;
	return 0;
}

static int serve(struct webd *w)
{
	int fd = passed_take(&w->daemon->passed, "http"), r = 0;

	if (fd < 0)
		r = listen_by_option(&fd);
	if (r < 0)
		return r;
	r = http_new(w->loop, fd, answer_request, w, &w->http);
	return r < 0 ? log_error_errno(r, "cannot serve HTTP") : 0;
}

static void trouble(void *ctx, const char *subject, const char *text)
{
	struct webd *w = ctx;

	(void)troubles_set(&w->troubles, subject, text, instant_read().wall_us);
	publish_health(w);
}

static void taken(void *ctx, const struct settings *old)
{
	(void)old;
	signin_refresh(ctx);
}

/* A secret alone is no change of the settings. */
static void looked(void *ctx)
{
	signin_refresh(ctx);
}

static int load_settings(struct webd *w)
{
	static const struct live_settings_calls calls = { trouble, taken, looked };
	int r;

	folder_state("webd", w->state_folder);
	/* Made by systemd where it starts us; here for private runs. */
	(void)file_make_folder(w->state_folder, 0750);
	r = live_settings_start(&w->live, w->loop, w->state_folder, &calls, w);
	return r < 0 ? log_error_errno(r, "cannot load any settings") : 0;
}

static int load_files(void)
{
	char folder[FOLDER_MAX];

	folder_data("www", folder);
	return files_load(folder);
}

static void show_life(void *ctx, int64_t now_us)
{
	struct webd *w = ctx;

	daemon_progress(w->daemon);
	signin_keep(w, now_us);
	loop_arm(w->loop, &w->alive, now_us + ALIVE_US, show_life, w);
}

int webd_start(struct daemon *d)
{
	struct webd *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	d->ctx = w;
	w->daemon = d;
	w->loop = d->loop;
	r = load_settings(w);
	if (r == 0)
		r = publish_start(w);
	if (r == 0)
		r = signin_start(w);
	if (r == 0)
		r = load_files();
	if (r == 0)
		r = serve(w);
	if (r == 0)
		r = historian_start(&w->historian, w->loop);
	if (r < 0)
		return r;
	sources_start(w);
	changer_start(&w->changer, w->loop);
	show_life(w, mono_read_us());
	return 0;
}

void webd_stop(struct daemon *d)
{
	struct webd *w = d->ctx;

	if (!w)
		return;
	sources_stop(w);
	changer_stop(&w->changer);
	historian_stop(&w->historian);
	signin_stop(w);
	loop_disarm(w->loop, &w->alive);
	w->http = http_free(w->http);
	w->server = server_free(w->server);
	files_free();
	live_settings_stop(&w->live);
	free(w);
	d->ctx = NULL;
}

void webd_reload(struct daemon *d)
{
	struct webd *w = d->ctx;

	live_settings_reload(&w->live);
}
