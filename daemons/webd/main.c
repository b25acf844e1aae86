// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* rmcu-webd: the unit for browsers, scripts and Prometheus. */
#include "daemons/webd/webd.h"

static const struct daemon_option options[] = {
	{ "http", "ADDRESS:PORT", "listens there without a socket of the service manager",
	  listen_http_at },
	{ "https", "ADDRESS:PORT", "the same for HTTPS", listen_https_at },
	{ 0 },
};

int main(int argc, char *argv[])
{
	static const struct daemon_spec spec = {
		.name = "rmcu-webd",
		.summary = "the unit for browsers, scripts and Prometheus",
		.options = options,
		.start = webd_start,
		.stop = webd_stop,
		.reload = webd_reload,
	};

	return daemon_main(&spec, argc, argv);
}
