int clearwater_submit_mail(void);
