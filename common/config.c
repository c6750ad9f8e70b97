/* SPDX-License-Identifier: ISC */
#include "common/config.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/schema.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef LISTBRIEF_STATIC
/* libc loads libraries to look elsewhere than in the file. */
static const struct passwd *
user_of(uid_t id)
{
	FILE *f = fopen("/etc/passwd", "re");
	const struct passwd *user = NULL;

	while (f && (user = fgetpwent(f)) != NULL && user->pw_uid != id)
		;
	if (f)
		fclose(f);
	return user;
}
#else
static const struct passwd *
user_of(uid_t id)
{
	return getpwuid(id);
}
#endif

static const char *
home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *user;

	if (dir && *dir == '/')
		return dir;
	user = user_of(getuid());
	return user ? user->pw_dir : NULL;
}

/* The places of a config that was not named; NULL where the environment gives none. */
static const char *
place(struct arena *a, int i)
{
	const char *dir;

	switch (i) {
	case 0:
		dir = getenv("XDG_CONFIG_HOME");
		return dir && *dir == '/' ? arena_printf(a, "%s/listbrief/config.yaml", dir) : NULL;
	case 1:
		dir = home();
		return dir ? arena_printf(a, "%s/.config/listbrief/config.yaml", dir) : NULL;
	default:
		return "/etc/listbrief.yaml";
	}
}

static bool
load(struct arena *a, const char *file, struct config *config)
{
	struct buf text = BUF_INIT;
	bool ok = buf_read_file(&text, file, CONFIG_BYTES_MAX);

	if (!ok && errno == EFBIG)
		log_error(
		    "%s:1: found more than %zu bytes, expected fewer", file, CONFIG_BYTES_MAX);
	else if (!ok)
		log_errno("cannot read the config %s", file);
	else
		ok = schema_read(a, file, buf_bytes(&text), config);
	buf_release(&text);
	return ok;
}

bool
config_read(struct arena *a, const char *file, struct config *config)
{
	const char *env = getenv("LISTBRIEF_CONFIG");

	if (file == NULL && env && *env)
		file = env;
	for (int i = 0; file == NULL && i < 3; i++) {
		file = place(a, i);
		if (file && access(file, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
			file = NULL;
	}
	if (file == NULL) {
		log_error("no config: give -c FILE, or make ~/.config/listbrief/config.yaml or "
			  "/etc/listbrief.yaml");
		return false;
	}
	return load(a, arena_string(a, bytes_from(file)), config);
}

const struct config_list *
config_list(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->nlists; i++)
		if (strcmp(config->lists[i].name, name) == 0)
			return &config->lists[i];
	return NULL;
}

bool
config_list_name_valid(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > 64 || *name == '-')
		return false;
	for (const char *c = name; *c; c++)
		if (!(*c >= 'a' && *c <= 'z') && !is_digit(*c) && *c != '-')
			return false;
	return true;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *
config_templates(struct arena *a, const struct config *config)
{
	const char *env = getenv("LISTBRIEF_TEMPLATES"), *dir;
	char exe[4096];
	ssize_t n;

	if (env && *env)
		return env;
	if (config->templates)
		return config->templates;
	n = readlink("/proc/self/exe", exe, sizeof exe);
	while (n > 0 && exe[n - 1] != '/')
		n--;
	if (n > 0 && is_folder(dir = arena_printf(a, "%.*stemplates", (int)n, exe)))
		return dir;
	if (n > 0 &&
	    is_folder(dir = arena_printf(a, "%.*s../share/listbrief/templates", (int)n, exe)))
		return dir;
	return LISTBRIEF_SHARE "/templates";
}
