import Foundation

/// What the kernel says of this process, under the names that every Prometheus client uses.
package struct ProcessFigures: Sendable {
    private var cpuSeconds: Double
    private var residentOctets: Int
    private var virtualOctets: Int
    private var openFiles: Int
    private var mostFiles: UInt64
    /// - Units: seconds since 1970.
    private var startedAt: Double

    /// Reads them now.
    ///
    /// - Returns: nil where there is no /proc.
    package init?() {
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return nil }
        // The name of the program may hold blanks; the fields are counted behind it, the third
        // first.
        let fields = stat[name...].split(separator: " ").dropFirst().map { Double($0) ?? 0 }
        guard fields.count > 21 else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        cpuSeconds = (fields[11] + fields[12]) / ticks
        virtualOctets = Int(fields[20])
        residentOctets = Int(fields[21]) * sysconf(Int32(_SC_PAGESIZE))
        startedAt = Self.bootTime + fields[19] / ticks
        openFiles =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        mostFiles = UInt64(limit.rlim_cur)
    }

    private static var bootTime: Double {
        var now = timespec()
        var sinceBoot = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        return Double(now.tv_sec - sinceBoot.tv_sec)
    }

    package func write(to exposition: inout Exposition) {
        exposition.family(
            "process_cpu_seconds_total", .counter, "Processor time of user and system.")
        exposition.sample(cpuSeconds)
        exposition.single(
            "process_resident_memory_bytes", .gauge, "Memory in use.", residentOctets)
        exposition.single(
            "process_virtual_memory_bytes", .gauge, "Memory that is addressed.", virtualOctets)
        exposition.single("process_open_fds", .gauge, "File descriptors in use.", openFiles)
        exposition.single(
            "process_max_fds", .gauge, "File descriptors that may be in use.", mostFiles)
        exposition.family(
            "process_start_time_seconds", .gauge, "When the process was started, since 1970.")
        exposition.sample(startedAt)
    }
}
