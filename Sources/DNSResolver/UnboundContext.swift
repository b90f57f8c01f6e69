import CUnbound
import Glibc
import SIPTransports

/// libunbound's context: its cache, its settings and its own resolving thread.
///
/// Confined to whoever made it, until it is handed to the thread that runs it.
final class UnboundContext {
    private let context: OpaquePointer

    init(_ settings: DNSSettings) throws(DNSSetupError) {
        guard let context = ub_ctx_create() else {
            throw DNSSetupError(
                setting: "resolver", reason: "no memory or file descriptors",
                remedy: "raise the limits of the process")
        }
        self.context = context
        ub_ctx_debugout(context, nil)
        // Resolve in a thread of its own, not in a process of its own.
        ub_ctx_async(context, 1)
        for (option, value) in [
            // Plain resolution: nothing is validated that no trust anchor was given for.
            ("module-config:", "iterator"),
            // A resolver on this machine is a usual one (127.0.0.53).
            ("do-not-query-localhost:", "no"),
            // Come back soon to a name server that was away.
            ("infra-host-ttl:", "30"), ("infra-keep-probing:", "yes"),
            ("cache-max-negative-ttl:", "60"),
        ] { ub_ctx_set_option(context, option, value) }
        try readServers(settings)
        try readRecords(settings)
    }

    deinit { ub_ctx_delete(context) }

    // MARK: Setting up

    private func readServers(_ settings: DNSSettings) throws(DNSSetupError) {
        for server in settings.nameServers {
            try check(
                ub_ctx_set_fwd(context, server), "name server '\(server)'",
                "write address or address@port")
        }
        if settings.nameServers.isEmpty, let file = settings.systemServers, access(file, F_OK) == 0
        {
            try check(
                ub_ctx_resolvconf(context, file), file,
                "make it readable, with lines 'nameserver ADDRESS'")
        }
        if let file = settings.hosts, access(file, F_OK) == 0 {
            try check(
                ub_ctx_hosts(context, file), file, "make it readable, with lines 'ADDRESS NAME...'")
        }
    }

    private func readRecords(_ settings: DNSSettings) throws(DNSSetupError) {
        // Names that people use at home; libunbound would declare them void without asking.
        for zone in ["test.", "home.arpa."] { ub_ctx_zone_remove(context, zone) }
        for record in settings.records {
            try check(
                ub_ctx_data_add(context, record), "record '\(record)'", "write it as in a zone file"
            )
        }
    }

    private func check(_ status: CInt, _ setting: String, _ remedy: String) throws(DNSSetupError) {
        guard status != 0 else { return }
        throw DNSSetupError(
            setting: setting, reason: String(cString: ub_strerror(status)), remedy: remedy)
    }

    // MARK: Resolving

    /// Readable when `process` has something to do.
    var descriptor: CInt { ub_fd(context) }

    /// Hands out the answers that have come; calls back from within.
    func process() { ub_process(context) }

    /// Asks one question.
    ///
    /// - Parameter asked: stays alive, held by the caller, until it was answered or cancelled.
    /// - Returns: false if the question could not be put.
    func ask(_ asked: AskedQuestion) -> Bool {
        let status = ub_resolve_async(
            context, asked.question.name, asked.question.kind.recordType, 1,
            Unmanaged.passUnretained(asked).toOpaque(), answerArrived, &asked.number)
        return status == 0
    }

    /// Forgets a question; it is not answered any more.
    func cancel(_ asked: AskedQuestion) { ub_cancel(context, asked.number) }
}

/// One question that libunbound works on.
final class AskedQuestion {
    let question: DNSQuestion
    let lookup: UInt64
    /// libunbound's name for it.
    var number: CInt = 0
    private unowned let worker: DNSWorker

    init(_ question: DNSQuestion, lookup: UInt64, worker: DNSWorker) {
        self.question = question
        self.lookup = lookup
        self.worker = worker
    }

    func answered(_ answer: DNSAnswer) { worker.answered(self, answer) }
}

/// Called by `ub_process`, so on the thread that owns the context.
private let answerArrived: ub_callback_type = { place, status, result in
    guard let place else { return }
    let asked = Unmanaged<AskedQuestion>.fromOpaque(place).takeUnretainedValue()
    guard status == 0, let result else { return asked.answered(.unavailable) }
    let answer = DNSAnswer(result.pointee, kind: asked.question.kind)
    ub_resolve_free(result)
    asked.answered(answer)
}

extension DNSQuestion.Kind {
    /// RFC 1035 3.2.2, RFC 2782, RFC 3403, RFC 3596.
    var recordType: CInt {
        switch self {
        case .ipv4Address: 1
        case .ipv6Address: 28
        case .service: 33
        case .namingAuthority: 35
        }
    }
}

extension DNSAnswer {
    init(_ result: ub_result, kind: DNSQuestion.Kind) {
        // Response codes 0 (no error) and 3 (no such name) are answers; the others are failures
        // (RFC 1035 4.1.1).
        guard result.rcode == 0 || result.rcode == 3 else {
            self = .unavailable
            return
        }
        var records: [DNSRecord] = []
        var index = 0
        while result.havedata != 0, let data = result.data[index] {
            let bytes = UnsafeRawBufferPointer(start: data, count: Int(result.len[index]))
            if let record = DNSRecord(kind, data: bytes) { records.append(record) }
            index += 1
        }
        self = records.isEmpty ? .nothing : .records(records, ttl: UInt32(max(0, result.ttl)))
    }
}
