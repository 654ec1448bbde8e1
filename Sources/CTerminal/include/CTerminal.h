void ct_placeholder(void);
