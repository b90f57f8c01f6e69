#ifndef CLEARWATER_MAIL_SUBMISSION_H
#define CLEARWATER_MAIL_SUBMISSION_H

#include <stddef.h>

/* Swift cannot call curl_easy_setopt, which takes a variable number of arguments. */

enum clearwater_mail_tls {
    clearwater_mail_tls_never,
    clearwater_mail_tls_if_offered,
    clearwater_mail_tls_required,
};

/* One mail and where it is handed in. Strings end with a zero; those that may be null say so. */
struct clearwater_mail {
    const char *url;          /* smtp://HOST:PORT/NAME or smtps:// */
    const char *sender;       /* <a@b> */
    const char *recipient;    /* <c@d> */
    const char *user;         /* or null */
    const char *password;     /* or null */
    const char *certificates; /* file of trusted certificates, or null for the system's */
    enum clearwater_mail_tls tls;
    long timeout_ms;
    const char *text; /* the whole mail with CRLF at the ends of lines */
    size_t length;
};

enum clearwater_mail_outcome {
    clearwater_mail_taken,
    clearwater_mail_no_such_host,
    clearwater_mail_no_connection,
    clearwater_mail_timeout,
    clearwater_mail_no_tls,
    clearwater_mail_bad_certificate,
    clearwater_mail_login_denied,
    clearwater_mail_refused,
    clearwater_mail_failed,
};

/* Hands the mail in and waits for the server's answer. `detail` gets what went wrong, without
   secrets. */
enum clearwater_mail_outcome clearwater_mail_submit(
    const struct clearwater_mail *mail, char *detail, size_t detail_size);

#endif
