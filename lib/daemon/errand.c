// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "lib/daemon/errand.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "lib/base/util.h"

/* Who connects has the message ready. */
#define REQUEST_WAIT_MS 5000
/*
 * Whoever delivers keeps the limit himself and needs at most five seconds for what comes then; this
 * is for a library that does not come back. notifyd waits ten.
 */
#define PATIENCE_MS 8000

/* A farewell is a courtesy: whoever does not answer it is left. */
#define LEAVE_MS 1000

#define EXIT_USAGE 2

/* What is said when the patience is over: made before, because a handler can make nothing. */
static uint8_t last_words[sizeof(struct msg_sent) + 64];
static size_t last_words_len;

static void patience_over(int sig)
{
	(void)sig;
	(void)send(STDIN_FILENO, last_words, last_words_len, MSG_NOSIGNAL | MSG_DONTWAIT);
	_exit(1);
}

static void enough(int sig)
{
	(void)sig;
	_exit(0);
}

static void call_after(int64_t ms, void (*handler)(int sig))
{
	struct itimerval t = { .it_value = { .tv_sec = (time_t)(ms / 1000),
					     .tv_usec =
						     (suseconds_t)(ms % 1000 * USEC_PER_MSEC) } };

	(void)signal(SIGALRM, handler);
	(void)setitimer(ITIMER_REAL, &t, NULL);
}

/* What is asked for. */
struct wish {
	uint32_t id;
	bool modem; /* how the modem is, and no delivery */
	uint32_t limit_ms;
	struct msg_send send;
};

static void limit(const struct wish *w)
{
	struct msg_sent sent;
	int len;

	errand_says(&sent, OUTCOME_TEMPORARY, 0, "it did not end in time and was given up");
	sent.unsure = true;
	len = msg_sent_put(last_words, sizeof(last_words), w->id, &sent);
	last_words_len = len > 0 ? (size_t)len : 0;
	call_after(MIN(w->limit_ms, (uint32_t)ERRAND_LIMIT_MAX_MS) + PATIENCE_MS, patience_over);
}

static bool is_our_socket(void)
{
	int type = 0, domain = 0;
	socklen_t n = sizeof(type), m = sizeof(domain);

	return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &n) == 0 &&
	       getsockopt(STDIN_FILENO, SOL_SOCKET, SO_DOMAIN, &domain, &m) == 0 &&
	       type == SOCK_SEQPACKET && domain == AF_UNIX;
}

static int read_body(const struct errand *e, const struct msg_head *head, struct cursor *c,
		     struct wish *ret)
{
	struct msg_modem_ask ask;
	int r = -EBADMSG;

	ret->modem = head->type == MSG_MODEM_ASK;
	if (head->type == MSG_SEND) {
		r = msg_send_get(c, &ret->send);
		ret->limit_ms = ret->send.limit_ms;
	} else if (ret->modem && e->ask_modem) {
		r = msg_modem_ask_get(c, &ask);
		ret->limit_ms = ask.limit_ms;
	}
	return r;
}

static int read_wish(const struct errand *e, struct wish *ret)
{
	static uint8_t packet[WIRE_REQUEST_MAX];
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	struct msg_head head = { 0 };
	struct cursor c;
	ssize_t n;
	int r;

	if (poll(&p, 1, REQUEST_WAIT_MS) <= 0)
		return -ETIMEDOUT;
	n = recv(STDIN_FILENO, packet, sizeof(packet), MSG_DONTWAIT | MSG_TRUNC);
	if (n <= 0 || (size_t)n > sizeof(packet))
		return n < 0 ? -errno : -EBADMSG;
	c = cursor_reader(packet, (size_t)n);
	r = msg_get_head(&c, &head);
	if (r == 0)
		r = read_body(e, &head, &c, ret);
	/* a password was in it */
	explicit_bzero(packet, sizeof(packet));
	ret->id = head.id;
	return r;
}

/* Does it, and writes the answer; its length, or a negative errno. */
static int fulfil(const struct errand *e, const struct wish *w, uint8_t *packet, size_t size)
{
	struct msg_sent sent = { .outcome = OUTCOME_PERMANENT };
	struct msg_modem modem;

	if (w->limit_ms == 0 || w->limit_ms > ERRAND_LIMIT_MAX_MS) {
		errand_says(&sent, OUTCOME_PERMANENT, 0, "its limit of time is none");
	} else if (w->modem) {
		e->ask_modem(w->limit_ms, &modem);
		return msg_modem_put(packet, size, MSG_MODEM_ANSWER, w->id, &modem);
	} else {
		e->deliver(&w->send, &sent);
	}
	return msg_sent_put(packet, size, w->id, &sent);
}

static int run(const struct errand *e)
{
	static struct wish w;
	uint8_t packet[sizeof(struct msg_sent) + 64];
	int r = read_wish(e, &w);

	if (r < 0) {
		(void)fprintf(stderr, "%s: no message that can be read: %s\n", e->name,
			      strerror(-r));
		return 1;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	limit(&w);
	r = fulfil(e, &w, packet, sizeof(packet));
	explicit_bzero(w.send.password, sizeof(w.send.password));
	if (r >= 0 && send(STDIN_FILENO, packet, (size_t)r, MSG_NOSIGNAL) < 0)
		r = -errno;
	if (r < 0) {
		(void)fprintf(stderr, "%s: nobody waits for the answer any more: %s\n", e->name,
			      strerror(-r));
	} else if (e->over) {
		call_after(LEAVE_MS, enough);
		e->over();
	}
	return r < 0 ? 1 : 0;
}

int errand_main(const struct errand *e, int argc, char *argv[])
{
	if (argc > 1 && streq(argv[1], "--version")) {
		(void)printf("%s %s\n", e->name, RMCU_VERSION);
		return 0;
	}
	if (argc > 1 && streq(argv[1], "--help")) {
		(void)printf("%s: %s\n\nStarted by its socket, or by rmcu-notifyd, with one "
			     "message on descriptor 0.\n\n"
			     "  --version  the version\n  --help     this text\n",
			     e->name, e->summary);
		return 0;
	}
	if (argc > 1 || !is_our_socket()) {
		(void)fprintf(stderr,
			      "%s: this is started with a socket as descriptor 0, by its unit or "
			      "by rmcu-notifyd, and by nobody else\n",
			      e->name);
		return EXIT_USAGE;
	}
	return run(e);
}
