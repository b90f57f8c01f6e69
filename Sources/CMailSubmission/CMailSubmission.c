#include "CMailSubmission.h"
#include <curl/curl.h>
int clearwater_submit_mail(void) { return curl_easy_init() != NULL; }
