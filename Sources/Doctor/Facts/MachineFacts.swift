/// What is known of the machine and of what the node takes from it.
package struct MachineFacts: Sendable {
    package var store: Fact<Store>
    package var descriptors: Fact<Descriptors>
    package var disks: [Disk]
    package var clock: Fact<Clock>
    package var certificates: [Certificate]
    /// Nil where no node runs.
    package var isTraceOn: Bool?

    package enum Store: Hashable, Sendable {
        /// How long a look-up took, in microseconds.
        case answered(Int)
        /// What went wrong, where, and what to do; a clause each.
        case failed(String, remedy: String)
    }

    /// Files, sockets and the like of the node's process.
    package struct Descriptors: Hashable, Sendable {
        package var used: Int
        package var limit: Int

        package init(used: Int, limit: Int) {
            self.used = used
            self.limit = limit
        }
    }

    package struct Disk: Hashable, Sendable {
        package var path: String
        /// What lies there: `data`, `log`.
        package var purpose: String
        /// - Units: octets.
        package var free: Int64
        package var size: Int64

        package init(path: String, purpose: String, free: Int64, size: Int64) {
            self.path = path
            self.purpose = purpose
            self.free = free
            self.size = size
        }
    }

    package struct Clock: Hashable, Sendable {
        /// Whether the system's clock follows a time server.
        package var isSynchronised: Bool
        /// By how much the calendar's clock was set since the node started.
        /// - Units: milliseconds; forward is positive.
        package var jump: Int64?

        package init(isSynchronised: Bool, jump: Int64? = nil) {
            self.isSynchronised = isSynchronised
            self.jump = jump
        }
    }

    package struct Certificate: Hashable, Sendable {
        package var file: String
        package var option: String
        /// - Units: microseconds since 1970.
        package var expires: Fact<Int64>

        package init(file: String, option: String, expires: Fact<Int64>) {
            self.file = file
            self.option = option
            self.expires = expires
        }
    }

    package init(
        store: Fact<Store> = .unknown("nobody looked"),
        descriptors: Fact<Descriptors> = .unknown("nobody looked"), disks: [Disk] = [],
        clock: Fact<Clock> = .unknown("nobody looked"), certificates: [Certificate] = [],
        isTraceOn: Bool? = nil
    ) {
        self.store = store
        self.descriptors = descriptors
        self.disks = disks
        self.clock = clock
        self.certificates = certificates
        self.isTraceOn = isTraceOn
    }
}
