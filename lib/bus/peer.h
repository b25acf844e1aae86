// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
#pragma once

/*
 * Who is at the other end of a local socket, and what he may do. Taken once, when he is accepted,
 * from the kernel: SO_PEERCRED gives uid and primary gid, SO_PEERGROUPS the supplementary groups
 * (unix(7)).
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "lib/model/actor.h"

/* The groups that mean something, looked up once in /etc/group. */
struct peer_names {
	gid_t read, control, admin; /* (gid_t)-1 where the group does not exist */
	uid_t self;		    /* the server's own */
};

struct peer {
	pid_t pid;
	uid_t uid;
	unsigned rights;	   /* mask of enum msg_right */
	bool suite;		   /* a daemon of ours: has a place in reserve */
	bool believed;		   /* about the actor that it names: it is a door for people */
	char name[ACTOR_NAME_MAX]; /* login name, or "uid N" */
};

/*
 * Reads the names. Straight from the files: the name service would load libraries into every
 * daemon, and may ask the network. Missing files or groups leave their rights with nobody.
 */
void peer_names_load(struct peer_names *ret_names);

/* The rights of a user of this name with these groups (the primary one among them). Pure. */
unsigned peer_rights(const struct peer_names *names, uid_t uid, const char *user,
		     const gid_t *groups, size_t n);

/* Asks the kernel about a connected socket. */
int peer_identify(const struct peer_names *names, int fd, struct peer *ret_peer);
