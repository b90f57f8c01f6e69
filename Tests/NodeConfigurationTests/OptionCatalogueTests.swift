import NodeConfiguration
import Testing

@Suite("Option names")
struct OptionCatalogueTests {
    @Test("What the node obeys is supported in the catalogue, and nothing else is")
    func supported() {
        let supported = OptionCatalogue.names.filter {
            if case .supported = OptionCatalogue.state(of: $0) { true } else { false }
        }
        #expect(
            supported == [
                "additional_home_domains", "alias_list", "authentication", "bono_alias_list",
                "call_detail_records", "call_detail_records_format", "call_detail_records_size",
                "decision_trace", "ellis_api_key", "ellis_certificate_file", "ellis_hostname",
                "ellis_key_file", "ellis_port", "email_recovery_sender", "hep_bodies",
                "hep_capture_id", "hep_collector", "home_domain", "homestead_provisioning_key",
                "homestead_provisioning_open", "homestead_provisioning_port", "ibcf_domain",
                "local_ip", "log_directory", "log_format", "log_level", "metrics_open",
                "metrics_port", "public_hostname", "public_ip", "reg_max_expires", "signup_key",
                "sip_port", "smtp_password", "smtp_smarthost", "smtp_username", "trace_memory",
                "trunk_options_ping", "trusted_peers", "xdms_port",
            ])
    }

    @Test(
        "Clearwater's other names are known",
        arguments: [
            "node_idx", "etcd_cluster", "sprout_hostname", "xdms_hostname", "scscf", "scscf_prefix",
            "scscf_uri",
            "bono_request_queue_timeout", "sprout_target_latency_us", "sprout_rr_level", "pbxes",
            "non_register_authentication", "hs_secure_listen_port", "max_log_directory_size",
            "upstream_recycle_connections",
        ])
    func known(name: String) {
        #expect(OptionCatalogue.state(of: name) == .notYetSupported)
    }

    static let misspelt: [(written: String, meant: String?)] = [
        ("trusted_peer", "trusted_peers"), ("trused_peers", "trusted_peers"),
        ("trusted_pers", "trusted_peers"), ("turstde_peers", "trusted_peers"),
        ("TRUSTED_PEERS", "trusted_peers"), ("homedomain", "home_domain"),
        ("loglevel", "log_level"),
        ("pbxs", "pbxes"), ("x", nil), ("", nil), ("completely_different", nil),
        (String(repeating: "a", count: 10_000), nil),
    ]

    @Test("A misspelt name finds the one it means", arguments: misspelt)
    func nearest(written: String, meant: String?) {
        #expect(OptionCatalogue.nearest(to: written) == meant)
    }

    @Test("An option without effect is noted by name, once, where it stands last")
    func notedOnce() {
        let fixture = ConfigurationFixture([
            "local_config": "node_idx=1\n",
            "shared_config":
                "home_domain=example.com\nnode_idx=2\nhome_domian=example.net\nbilling_cdf=x\n",
            "user_settings": "local_ip=127.0.0.1\nnode_idx=3\nzzz=1\nzzz=2\n",
        ])
        let loaded = fixture.directory.load()
        #expect(loaded.mistakes == [])
        #expect(
            loaded.noteLines(fixture) == [
                "shared_config:3: There is no option \"home_domian\". Did you mean home_domain?",
                "shared_config:4: The option billing_cdf is of an older Clearwater and has no"
                    + " effect."
                    + " Its later name is cdf_identity.",
                "user_settings:2: The option node_idx is known and has no effect yet.",
                "user_settings:4: There is no option \"zzz\".",
            ])
        #expect(loaded.settings != nil)
    }
}
