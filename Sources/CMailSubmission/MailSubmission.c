#include "CMailSubmission.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialize(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct reader {
    const char *rest;
    size_t length;
};

static size_t read_text(char *buffer, size_t size, size_t count, void *context) {
    struct reader *reader = context;
    size_t taken = size * count < reader->length ? size * count : reader->length;
    memcpy(buffer, reader->rest, taken);
    reader->rest += taken;
    reader->length -= taken;
    return taken;
}

static enum clearwater_mail_outcome outcome(CURLcode code, long response) {
    switch (code) {
    case CURLE_OK:
        return clearwater_mail_taken;
    case CURLE_COULDNT_RESOLVE_HOST:
        return clearwater_mail_no_such_host;
    case CURLE_COULDNT_CONNECT:
        return clearwater_mail_no_connection;
    case CURLE_OPERATION_TIMEDOUT:
        return clearwater_mail_timeout;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
        return clearwater_mail_no_tls;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return clearwater_mail_bad_certificate;
    case CURLE_LOGIN_DENIED:
        return clearwater_mail_login_denied;
    default:
        return response >= 400 ? clearwater_mail_refused : clearwater_mail_failed;
    }
}

enum clearwater_mail_outcome clearwater_mail_submit(
    const struct clearwater_mail *mail, char *detail, size_t detail_size) {
    pthread_once(&once, initialize);
    snprintf(detail, detail_size, "no memory");
    CURL *curl = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, mail->recipient);
    if (curl == NULL || recipients == NULL) {
        curl_slist_free_all(recipients);
        if (curl != NULL) curl_easy_cleanup(curl);
        return clearwater_mail_failed;
    }
    static const long tls[] = {CURLUSESSL_NONE, CURLUSESSL_TRY, CURLUSESSL_ALL};
    struct reader reader = {mail->text, mail->length};
    char message[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    /* The environment's proxies are for the web. */
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, mail->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls[mail->tls]);
    if (mail->certificates != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, mail->certificates);
    if (mail->user != NULL) curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
    if (mail->password != NULL) curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->length);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_text);
    curl_easy_setopt(curl, CURLOPT_READDATA, &reader);
    CURLcode code = curl_easy_perform(curl);
    long response = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response);
    snprintf(detail, detail_size, "%s", message[0] != 0 ? message : curl_easy_strerror(code));
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return outcome(code, response);
}
