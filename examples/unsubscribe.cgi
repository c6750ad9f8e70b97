#!/bin/sh
# unsubscribe.cgi: behind digest.unsubscribe_url, as "https://example.org/unsubscribe.cgi/{token}".
# RFC 8058: a mail program posts; who opens the link gets a button, since programs that look at
# links must take nobody off.
# SPDX-License-Identifier: ISC

MEMBERS=${MEMBERS:-/usr/local/bin/listbrief-members}
token=${PATH_INFO#/}

# answer STATUS TEXT
answer() {
	printf 'Status: %s\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' "$1"
	printf '<!DOCTYPE html><meta name="viewport" content="width=device-width"><title>Digest</title>%s\n' "$2"
	exit 0
}

case $token in
'' | *[!A-Za-z2-7]*) answer '404 Not Found' '<p>No such link.' ;;
esac
if [ "$REQUEST_METHOD" != POST ]; then
	answer '200 OK' '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>'
fi
$MEMBERS -q kvmarm unsubscribe -- "$token"
case $? in
0) answer '200 OK' '<p>You get the digest no longer.' ;;
65) answer '404 Not Found' '<p>You get the digest no longer, or never did.' ;;
*) answer '503 Service Unavailable' '<p>Please try again later.' ;;
esac
