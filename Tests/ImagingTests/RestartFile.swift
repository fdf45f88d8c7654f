import Foundation

/// A JPEG file of 96×128 pixels with a restart marker after each row of blocks, of which there are eight of 16 pixels.
enum RestartFile {
  static let rows = 8

  static let bytes = Array(
    Data(
      base64Encoded: """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKB
        TmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8
        fHz/wAARCACAAGADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQID
        AAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlq
        c3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3
        +Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI
        FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImK
        kpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/90ABAAG/9oADAMBAAIR
        AxEAPwDLK1VvEyU/GnC9z/yy/wDHv/rVIF+1dtu38c1z0qbvdnvVa8K0XCDu2U1SrhSl+zhf4s/hTgS3bFbSUL23IpJwXvDPL55p6oKX
        aF60vmYB2rz2zUtLsbxmluVSoqGZBleDT/tBP8AH40uPN55GK3S5XqjzpVY1FaLIVT/ZpxUen61KI8dqd5We/wClK6/r/hhJPYZCo+bg
        VYVPp+VR48kZ65/ClF1j+D/x6pkru6R1U6saatJ6n//Q51Fq9ajarfhV0LUFyuWX8axjUvGy6nqqh7B8972DZUajPSlC5OKlI7Cj4dEa
        qfPqRsoAHrTCD9BVlAFyTjjrntWVIxllZ26k9PSqgr6GOIrKmk92yNU9BViIcHn8qtEev5VG68j+lXz3OaNP2etyMrjsBUqrSquPaoyv
        +TSuaqfLqFwuAv41XIq9ary34VHqL8rED05P9KIys+Umsk6bqt/I/9Gml1kf6v8AWnKPOGcbdv41Ci/LVqBeCK5tIpNHoU6s6jtN6DBF
        tHXmnBfzqUjn2FKq9+5qeax0pK9kV5oj5TRq2C3cdqqCzx0f8cVb3755VB+VMD/GlIq1Jx0OWoqdV81ttCqJM/w4H1pQM9sUKv5/yqQL
        xVvQ54zctxg47U4W+f4sfhQVq2q1DlbY6KaU3ZlUD7Lz97d+GKqSKZJGcnqav3i/c/H+lVSKuD6nPiXZ+z6I/9KXHy1FKvzD2pyzZA+T
        9adjzM8Y5rz43STPVlUjNWiRKnQUpHf8ql24z+VV7mYQuEA3HHPPSqV27IznONON5Mr3i/c9Bn+lQqv5/wAqtY+09tuz8c5pfs+P4s/h
        WylyqzPOlF1JucdmBX8qQDmn5z2pfu1DZ0cyeoqrVUirYkx/D+tNmgEUTOWzjtihOz1HUfPG8em5QlXlaFWpMeZ7YpduK2vY83eXMf/T
        VF6VNGuBVnHAppXmvLUrr+vI71Dk6kRXFZTsZZWcjk1p3z7INvQucfgOtSEVpCXLqcuIj7aXInt+v9fiUbRcBvwqYii4XlfxpirVPXUz
        jP2fudhFWnMuAKkIp8S8mlzdS46+6VCtLqDAskQPTkitAAAZPAH6VQIpQkm79hV4uEHFPcrRrwacVqVl6UqrWrkcUV0P/9TRD5HSlwOt
        CLxUhXArxk9DsjJvcpXFsZ3BMmABgDFMFzn+D9avEVmqtbQd1Z9DgxEnTleHXclx53+ztpfKxT4FwDUhFDdtBx95cz3IgmaXHlc9c1Mq
        02ZcBam+tjXaPMtyGWQyRMgG3PGc1VD5/hq0V9qrKtaxskcNerJyTuLjPalzjtTgvFIRVXTI5mj/1dzbxVHUM7Y17Hk1ocYBPAHJNUsf
        bv8Apns/HOa8Sk7Wk+g8XLmh7OO72/UoqtaeMVH9ix/H+lOE2f4f1rWUubY5KCdFNT0uMkXkUKtSY3+2KUDHaovobXu7kJWnK3lRSPjo
        BiphDnv+lQXEWT5Yfp8xGPypppim501zJGeq1aK0C3x3/SnDntWrlc4KacNGNVeakVaTG3nGc04S4/hz+NS79DeM4x3P/9bZvm2W+0fe
        fj8O9R6evEn4Vp7eKpXycp+NeHB3jy9zCvFwn7du9un9epIVqmq/jSqpq6V9qPgM1P2+u1iui4FKRUpXmnqtLmNYq+ggAAycADqaz42M
        skkh/iI/CrZFV7heV/GqhZGGIqtpPogIpirSqtSFavY51Pm1I3XgVGRVuFeTU6rU89jWNP2mtz//2Q==
        """, options: .ignoreUnknownCharacters) ?? Data())

  /// Where the markers stand.
  static let markers = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && (0xD0...0xD7).contains(bytes[$0 + 1]) }

  /// Without the last eight bytes of a row's compressed data.
  static func damaged(row: Int) -> [UInt8] {
    let end = row < markers.count ? markers[row] : bytes.count - 2
    return Array(bytes[..<(end - 8)] + bytes[end...])
  }
}
