extension OptionCatalogue {
    /// What this node obeys. What is said to be no option of Clearwater's is its own; all others
    /// have Clearwater's names and meanings.
    static let supported: KeyValuePairs = [
        "local_ip": "addresses to listen on: IPv4, IPv6, or several with commas",
        "public_ip": "addresses that phones and trunks reach this node at",
        "public_hostname": "name of this node alone, written into its Via and Record-Route",
        "home_domain": "domain of the subscribers",
        "additional_home_domains": "further domains of the subscribers",
        "alias_list": "further names and addresses of this node",
        "bono_alias_list": "further names and addresses of this node",
        "ibcf_domain": "name of this node towards trunks",
        "trusted_peers": "addresses, networks and host names of the trunk",
        "reg_max_expires": "longest registration, in seconds",
        "authentication": "Y to challenge phones, N to believe them",
        "log_level": "0 errors, 1 warnings, 2 status, 3 information, 4 verbose, 5 debugging",
        "log_directory": "where log files go; standard error if not set",
        "decision_trace":
            "N to trace no calls for clearwater calls and the portal; not an option of Clearwater's",
        "trace_memory": "memory for traced calls, in MB; not an option of Clearwater's",
        "log_format": "text for people, json for programs; not an option of Clearwater's",
        "sip_port": "port to listen on, UDP and TCP; not an option of Clearwater's",
        "ellis_port":
            "port of the portal and of Ellis' API, 0 for none; not an option of Clearwater's",
        "ellis_hostname": "host of the portal in links that are sent by mail",
        "ellis_certificate_file":
            "certificate of the portal with its chain, PEM; not an option of Clearwater's",
        "ellis_key_file": "private key of that certificate, PEM; not an option of Clearwater's",
        "signup_key": "what a person who signs up has to know; nobody can sign up if not set",
        "ellis_api_key": "key of Ellis' API for programs; none is taken if not set",
        "smtp_smarthost": "mail server for recovery mails; none are sent if not set",
        "smtp_username": "name at the mail server",
        "smtp_password": "password at the mail server",
        "email_recovery_sender": "sender of recovery mails",
        "homestead_provisioning_port": "port of homestead-prov, 0 for none",
        "homestead_provisioning_open":
            "Y to reach homestead-prov on local_ip, with a key; not an option of Clearwater's",
        "homestead_provisioning_key":
            "key that homestead-prov asks for; not an option of Clearwater's",
        "xdms_port":
            "port of homer, the service settings, 0 for none; not an option of Clearwater's",
        "hep_collector":
            "where every message is sent to as HEP, for Homer or sngrep; not an option of"
            + " Clearwater's",
        "hep_capture_id": "number of this node at the collector; not an option of Clearwater's",
        "hep_bodies":
            "Y to send bodies and credentials to the collector as they are; not an option of"
            + " Clearwater's",
        "metrics_port":
            "port of /metrics, /healthz and /readyz, 0 for none; not an option of Clearwater's",
        "metrics_open": "Y to reach them on local_ip; not an option of Clearwater's",
        "call_detail_records":
            "directory that gets a record of every call; not an option of Clearwater's",
        "call_detail_records_format": "json, csv or both; not an option of Clearwater's",
        "call_detail_records_size":
            "largest file of call records, in MiB; not an option of Clearwater's",
        "trunk_options_ping":
            "seconds between OPTIONS to trunks, 0 for none; not an option of Clearwater's",
    ]

    /// Options whose values no message, list or page shows.
    static let secrets: Set<String> = [
        "ellis_api_key", "homestead_provisioning_key", "signup_key", "smtp_password",
    ]

    /// Names of Clearwater's, by the chapters of its reference, that have no effect here yet.
    ///
    /// Values that its reference lists like options (`pcscf`, `if_proxy_authorization_present` and
    /// the like) are not names and not here.
    static let notYetSupported: [String] =
        localOptions + coreOptions + advancedOptions + experimentalOptions + userOptions

    private static let localOptions = [
        "node_idx", "etcd_cluster", "etcd_proxy", "etcd_cluster_key", "remote_cassandra_seeds",
        "scscf_node_uri", "management_local_ip", "signaling_namespace",
    ]

    private static let coreOptions = [
        "sprout_hostname", "sprout_hostname_mgmt", "hs_hostname", "hs_hostname_mgmt",
        "hs_provisioning_hostname", "ralf_hostname", "cdf_identity", "xdms_hostname", "hss_realm",
        "hss_hostname", "turn_workaround", "memento_hostname", "sprout_registration_store",
        "ralf_session_store", "homestead_impu_store", "memento_auth_store",
        "sprout_chronos_callback_uri", "ralf_chronos_callback_uri", "cassandra_hostname",
        "chronos_hostname",
    ]

    private static let advancedOptions = [
        "sub_max_expires", "upstream_hostname", "upstream_port", "sprout_rr_level",
        "force_hss_peer", "hss_mar_scheme_unknown", "hss_mar_scheme_digest", "hss_mar_scheme_akav1",
        "hss_mar_scheme_akav2", "force_third_party_reg_body", "enforce_user_phone",
        "enforce_global_only_lookups", "hs_listen_port", "ralf_listen_port",
        "homestead_diameter_watchdog_timer", "ralf_diameter_watchdog_timer",
        "default_session_expires", "max_session_expires", "enum_server", "enum_suffix", "enum_file",
        "default_tel_uri_translation", "enable_orig_sip_to_tel_coerce", "external_icscf_uri",
        "billing_realm", "diameter_timeout_ms", "sprout_homestead_timeout_ms", "max_peers",
        "num_http_threads", "num_http_worker_threads", "sprout_http_threads",
        "homestead_http_threads", "num_worker_threads", "sprout_worker_threads",
        "ralf_diameteridentity", "hs_diameteridentity", "max_call_list_length",
        "call_list_store_ttl", "memento_disk_limit", "memento_threads", "memento_notify_url",
        "signaling_dns_server", "override_npdi", "exception_max_ttl", "check_destination_host",
        "astaire_cpu_limit_percentage", "sip_blacklist_duration", "http_blacklist_duration",
        "diameter_blacklist_duration", "snmp_ip", "snmp_notification_types", "impu_cache_ttl",
        "sip_tcp_connect_timeout", "sip_tcp_send_timeout", "session_continued_timeout_ms",
        "session_terminated_timeout_ms", "sas_use_signaling_interface", "pbxes",
        "pbx_service_route", "non_register_authentication", "ralf_threads", "impi_store_mode",
        "nonce_count_supported", "disable_tcp_switch", "sprout_impi_store", "request_shared_ifcs",
        "apply_fallback_ifcs", "reject_if_no_matching_ifcs", "dummy_app_server", "http_acr_logging",
        "dns_timeout", "homestead_cache_threads",
    ]

    private static let experimentalOptions = [
        "ralf_secure_listen_port", "hs_secure_listen_port", "ellis_cookie_key", "stateless_proxies",
        "hss_reregistration_time",
    ]

    private static let userOptions = [
        "max_log_directory_size", "upstream_connections", "upstream_recycle_connections",
    ]

    /// Each has the options `NAME`, `NAME_prefix` and `NAME_uri`.
    static let sproutlets = [
        "icscf", "scscf", "bgcf", "mmtel", "cdiv", "gemini", "memento", "mangelwurzel",
    ]

    /// Each has one option with every one of `processSuffixes`.
    static let processes = ["bono", "sprout", "homestead", "ralf", "memento"]

    static let processSuffixes = [
        "_target_latency_us", "_max_tokens", "_init_token_rate", "_min_token_rate",
        "_max_token_rate", "_request_queue_timeout",
    ]

    /// Names of older releases, with the later name.
    static let deprecated: KeyValuePairs<String, String?> = [
        "billing_cdf": "cdf_identity",
        "bono_hostname": nil,
        "gemini_enabled": "gemini",
        "hss_mar_lowercase_unknown": "hss_mar_scheme_unknown",
        "memento_enabled": "memento",
        "num_pjsip_threads": nil,
        "sas_server": nil,
    ]
}
