# A digest as lines a person can check.
def cites: if length > 0 then " [" + (map(tostring) | join(",")) + "]" else "" end;
def list: map(tostring) | join(" ");
def part($name): if . == null or . == [] or . == false then "" else " \($name) " + (if type == "array" then list else tostring end) end;
. as $digest
| def title: . as $id | first(($digest.threads[] | select(.id == $id) | .subject), "elsewhere");
(.threads[]
 | "\(.category): \(.subject)",
   "  \(.new) new, \(.context) older, \(.participants) people",
   (select(.parent) | "  hangs on: \(.parent | title)"),
   (select(.waiting_days) | "  waiting \(.waiting_days) days"),
   (.series // empty
    | "  series v\(.version) of \(.parts): \(.title)\(.missing | part("missing"))",
      (select(.chain != []) | "  chain " + ([.chain[] | (if .rfc then "RFC " else "" end) + "v\(.version) " + (if .thread then .message_id else "(\(.message_id))" end)] | join(", "))),
      (.apply // empty | "  apply \(.)"),
      (.changes[] | "  change \(.text)\(.cites | cites)")),
   (.state // empty
    | "  state \(.kind)\(.by | part("by"))\(.tree | part("tree"))\(.commits | part("commits"))\(.parts | part("parts"))\(.was | part("was"))\(.cites | cites)"),
   ((.state.pulls // [])[] | "  listed in \(.subject) by \(.by)\(if .pulled then " pulled" else "" end)"),
   (.trailers[] | "  tag \(.name): \(.value)\(.parts | part("parts"))\(if .relayed then " relayed" else "" end)\(.cites | cites)"),
   (((.series.fixes // []) + (.state.fixed_by // []))[] | "  \(.kind) \(.subject // .message_id)\(.cites | cites)"),
   ((.summary.open // [])[] | "  open: \(.text)\(.to | part("to"))\(.cites | cites)")),
(.overview[] | "overview \(.kind): \(.text)")
