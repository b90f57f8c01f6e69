package struct RehearsalError: Error, CustomStringConvertible { package var description: String }
