/* SPDX-License-Identifier: ISC */
/*
 * keyring.h: the key of the model's service, or of a mail server, from where the user keeps it.
 */
#ifndef LISTBRIEF_KEYRING_H
#define LISTBRIEF_KEYRING_H

#include "common/config.h"

#define KEYRING_BYTES_MAX ((size_t)4096)
/* A command may ask a person for a passphrase. */
#define KEYRING_SECONDS 60

/*
 * *key is empty where none was promised.  False where one was and cannot be had (said).  OPENAI_API_KEY is
 * wiped from the environment, where no model is named too.
 */
bool keyring_get(struct arena *a, const struct config_model *model, struct bytes *key);

/* The first line that command prints, or else of file.  False where there is none (said). */
bool keyring_read(struct arena *a, const char *command, const char *file, struct bytes *key);

#endif
