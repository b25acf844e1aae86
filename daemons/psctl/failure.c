// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#include "daemons/psctl/failure.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

#include "lib/base/util.h"
#include "lib/base/version.h"

static int add_not_running(const struct failure_place *p, struct text *out)
{
	if (p->private_run)
		text_printf(out,
			    "%s is not running in %s: start it there (./demo --detach), or unset "
			    "RMCU_RUNTIME_DIR for the installed one",
			    p->service, p->private_run);
	else if (p->package)
		text_printf(out, "%s is not running: apt install %s, or systemctl start rmcu-%s",
			    p->service, p->package, p->service);
	else
		text_printf(out, "%s is not running: systemctl start rmcu-%s", p->service,
			    p->service);
	return EX_UNAVAILABLE;
}

/* "NAME accepts connections but …: look here". */
static int add_sick(const struct failure_place *p, const char *what, struct text *out)
{
	text_printf(out, "%s %s: ", p->service, what);
	if (p->private_run && p->logs)
		text_printf(out, "look at its log %s/%s, and start it again", p->logs, p->service);
	else if (p->private_run)
		text_add(out, "look at its log where it was started, and start it again");
	else
		text_printf(out, "systemctl status rmcu-%s", p->service);
	return EX_UNAVAILABLE;
}

static int add_no_group(const struct failure_place *p, const char *sentence, struct text *out)
{
	static const char not_in_group[] = "you are not in group ";
	const char *group = "rmcu";

	if (strncmp(sentence, not_in_group, strlen(not_in_group)) == 0)
		group = sentence + strlen(not_in_group);
	else if (*sentence) {
		text_printf(out, "%s refuses: %s", p->service, sentence);
		return EX_NOPERM;
	}
	/* a right that no group gives, e.g. "of the suite's own daemons" */
	if (strchr(group, ' '))
		text_printf(out, "you are not %s", group);
	else
		text_printf(out, "you are not in group %s: adduser %s %s, then sign in again",
			    group, p->user, group);
	return EX_NOPERM;
}

static int add_other_version(const struct failure_place *p, const char *version, struct text *out)
{
	text_printf(out, "%s %s speaks another protocol than psctl %s: ", p->service, version,
		    RMCU_VERSION);
	if (p->private_run)
		text_add(out, "start the one that was built together with it");
	else
		text_printf(out, "systemctl restart rmcu-%s, or install the same version of both",
			    p->service);
	return EX_PROTOCOL;
}

int failure_connect(int r, const struct failure_place *place, const struct msg_reply *refused,
		    const char *version, struct text *out)
{
	switch (-r) {
	case ENOENT:
	case ECONNREFUSED:
		return add_not_running(place, out);
	case EACCES:
	case EPERM:
		return add_no_group(place, refused->sentence, out);
	case EUSERS:
		text_printf(out, "%s has no place: %s; close one and try again", place->service,
			    refused->sentence);
		return EX_TEMPFAIL;
	case ETIMEDOUT:
	case EAGAIN:
		return add_sick(place, "accepts connections but does not answer", out);
	case ECONNRESET:
	case EPIPE:
		return add_sick(place, "closes the connection at once", out);
	case EPROTONOSUPPORT:
		return add_other_version(place, version, out);
	case EBADMSG:
	case EPROTO:
		return failure_lost(r, place, out);
	case ENAMETOOLONG:
		text_add(out, "RMCU_RUNTIME_DIR is too long for a socket: use a shorter path");
		return EX_USAGE;
	default:
		text_printf(out, "cannot talk to %s: %s", place->service, strerror(-r));
		return EX_OSERR;
	}
}

int failure_reply(const struct failure_place *place, const struct msg_reply *reply,
		  struct text *out)
{
	const char *sentence = reply->sentence;

	if (reply->error == EACCES)
		return add_no_group(place, sentence, out);
	text_add(out, *sentence ? sentence : strerror((int)reply->error));
	switch (reply->error) {
	case EPERM:
		return EX_NOPERM;
	case EINVAL:
	case ERANGE:
	case ENOENT:
	case EEXIST:
	case ENAMETOOLONG:
		return EX_DATAERR;
	case EBUSY:
	case EAGAIN:
	case EALREADY:
	case ESTALE:
		return EX_TEMPFAIL;
	case EIO:
	case ENOSPC:
	case EROFS:
		return EX_IOERR;
	default:
		return EX_UNAVAILABLE;
	}
}

int failure_lost(int r, const struct failure_place *place, struct text *out)
{
	if (r == -ETIMEDOUT)
		return add_sick(place, "does not answer", out);
	if (r == -ECONNRESET || r == -EPIPE) {
		text_printf(out,
			    "%s closed the connection: it restarts, or took the request for "
			    "malformed; try again",
			    place->service);
		return EX_TEMPFAIL;
	}
	text_printf(out, "the answer of %s cannot be read (%s): install the same version of both",
		    place->service, strerror(-r));
	return EX_PROTOCOL;
}

void failure_unwatched(int r, const struct failure_place *place, struct text *out)
{
	bool absent = r == -ENOENT || r == -ECONNREFUSED;

	text_printf(out, "rmcu-%s ", place->service);
	if (absent)
		text_add(out, "does not run");
	else if (r == -ETIMEDOUT || r == -EAGAIN || r == -EINPROGRESS)
		text_add(out, "does not answer");
	else
		text_printf(out, "cannot be asked (%s)", strerror(-r));
	if (!place->private_run)
		text_printf(out, "; systemctl status rmcu-%s", place->service);
	else if (absent)
		text_printf(out, " in %s", place->private_run);
	else if (place->logs)
		text_printf(out, "; its log is %s/%s", place->logs, place->service);
	else
		text_add(out, "; look at its log where it was started");
}
