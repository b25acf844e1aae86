// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/* Somebody who comes from another machine, for LD_PRELOAD: who comes from 127.0.0.2 is to the
 * program one from 192.0.2.7 (an address for documentation). */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

int accept4(int fd, __SOCKADDR_ARG address, socklen_t *len, int flags)
{
	static int (*really)(int, __SOCKADDR_ARG, socklen_t *, int);
	struct sockaddr_in *in = address.__sockaddr_in__;
	int r;

	if (!really)
		really =
			(int (*)(int, __SOCKADDR_ARG, socklen_t *, int))dlsym(RTLD_NEXT, "accept4");
	r = really ? really(fd, address, len, flags) : -1;
	if (r >= 0 && in && in->sin_family == AF_INET &&
	    in->sin_addr.s_addr == inet_addr("127.0.0.2"))
		in->sin_addr.s_addr = inet_addr("192.0.2.7");
	return r;
}
