import { personNouns, roleNouns } from './lexicon.ts';

/** A person by the ending of the word, or by the word itself. */
export function isPerson(name: string): boolean {
  const last = name.slice(name.lastIndexOf('_') + 1);
  return (
    roleNouns.has(last) ||
    personNouns.has(last) ||
    (/(?:[^aeiou]er|eer|yer|ist|[^a]tor|ician|isor|rian|male|man|woman|person|doctor|nurse|tutor|teacher|actor|mechanic|chef|driver|pilot|coach|judge|physician|veterinarian|vet|guide|chief|captain)$/.test(
      last,
    ) &&
      !/^(?:number|order|offer|letter|paper|chapter|filter|center|folder|counter|register|ledger|meter|monitor|sensor|motor|factor|sector|vector|server|router|printer|tracker|planner|poster|voucher|transfer|charger|container|reactor|tractor|trailer|parameter|semester|quarter|member_number|newsletter|banner|header|partner_code|sticker|scanner|buffer|layer|power|water|tower|flower|river|weather|shower|dinner|corner|matter|master|cluster|roster|adapter|connector|elevator|generator|indicator|calculator|reminder|launcher|locker|freezer|cooler|heater|cylinder|binder|blender|boiler|burner|cover|drawer|dryer|hanger|hammer|ladder|laser|mixer|mower|pointer|receiver|ruler|shutter|spinner|stapler|starter|summer|winter|ticker|timer|toner|tanker|trigger|washer|wrapper|barrier|sprinkler|sweater|jumper|slipper|leather|feather|tender|chamber|timber|\w*meter|(?:check|wish|play|short|wait|black|white|price|set|mailing_)?list|cyst|mist|twist)$/.test(
        last,
      ))
  );
}
