/** English words around names. First names help where a transcript has no capitals. */

export const nameParticles: ReadonlySet<string> = new Set(
  "van von der den de da di del della la le du dos das bin ibn al el ter ten st mac mc jr sr".split(
    " ",
  ),
);

/** Words that follow "I'm", "this is", "it's" or "my name is" without being a name. */
export const noNames: ReadonlySet<string> = new Set(
  `a an the not no yes yeah okay here there just really very so too also still already now then well
  good great fine nice bad sorry sure glad happy sad busy free ready able available interested calling
  speaking looking thinking hoping trying going coming getting doing wondering asking talking retired
  retiring married single divorced new old young rich poor broke tired done back home away open
  afraid scared nervous worried curious confused comfortable uncomfortable conservative moderate
  aggressive careful cautious balanced what who why when where how which that this it all about at
  in on from for with without under over up down out off by of to and or but if because as like
  only mostly maybe perhaps probably possibly actually definitely certainly basically honestly
  my your his her our their mine yours important private personal confidential none nothing
  something anything everything someone somebody anyone nobody everybody wrong right correct true
  false stupid ridiculous crazy amazing awesome perfect wonderful terrible horrible annoying boring
  funny weird strange strictly urgent difficult hard easy simple enough more less much many most
  least first second third last next soon later today tomorrow yesterday tonight monday tuesday
  wednesday thursday friday saturday sunday january february march april june july august september
  october november december morning afternoon evening night noon midnight okay alright hello hi hey
  bye goodbye thanks thank please i you he she we they me him us them is are was were be been am
  do does did have has had will would can could should might must may shall let hundred thousand
  million half quarter dollars euros pounds years months weeks days hours minutes money stocks bonds
  funds crypto gold real estate cash retirement america american english german french british
  indian mr mrs ms miss dr doctor sir madam agent person human robot machine computer customer
  client investor student teacher engineer nurse lawyer manager owner another other same different
  total totally pretty quite rather almost exactly absolutely completely in-between between back
  again once twice never always sometimes often usually currently presently also against through
  number name email phone call callback address question answer unknown anonymous pass skip secret
  spelled spelt written correct`.split(/\s+/),
);

export const firstNames: ReadonlySet<string> = new Set(
  `aaron abigail adam adrian ahmed aisha alan albert alex alexander alexandra alexis alfred ali alice
  alicia alison allison alyssa amanda amber amelia amir amy ana andrea andreas andrew andy angela
  angelica anita ann anna anne annie anthony antonio april ariana arjun arthur ashley audrey austin
  ava barbara beatrice becky ben benjamin bernard beth betty beverly bill billy blake bob bobby boris
  brad bradley brandon brenda brian bridget brittany brooke bruce bryan caleb cameron camila carl
  carla carlos carmen carol caroline carolyn catherine cathy cecilia charles charlie charlotte chelsea
  cheryl chloe chris christian christina christine christopher cindy claire clara claudia cody colin
  connor corey courtney craig crystal cynthia daisy dale damian dan dana daniel daniela danielle danny
  darren dave david dawn dean deborah debra denise dennis derek devon diana diane diego dmitri don
  donald donna doris dorothy doug douglas dylan earl eddie edgar edith eduardo edward edwin eileen
  elaine eleanor elena eli elijah elizabeth ella ellen emily emma eric erica erik erin ernest ethan
  eugene eva evan evelyn faith fatima felix fernando fiona florence frances francis francisco frank
  fred frederick gabriel gail gary gavin george gerald geraldine gilbert gina giovanni gloria gordon
  grace graham greg gregory hank hannah harold harriet harry harvey hassan hazel heather hector
  heidi helen helena henry herbert holly howard hugh ian ibrahim ingrid irene iris isaac isabel
  isabella ivan jack jackie jackson jacob jacqueline jake james jamie jan jane janet janice jared
  jasmine jason jay jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy
  joan joanna joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan juanita
  judith judy julia julian julie justin karen karl kate katherine kathleen kathy katie katrina kay
  keith kelly ken kenneth kevin kim kimberly kirk klaus kristen kristina kurt kyle larry laura lauren
  laurie lawrence leah lee lena leo leon leonard leroy leslie lewis liam lillian lily linda lindsay
  lisa logan lois loretta lori louis louise lucas lucia lucy luis luke lydia lynn madison maggie
  malcolm marc marcia marco marcus margaret maria marie marilyn mario marion marjorie mark marta
  martha martin marvin mary mason matt matthew maureen max maxine maya megan mehmet mei melanie melissa
  melvin mia michael michelle miguel mike mildred milton miriam mohamed mohammed molly monica morgan
  muhammad nancy naomi natalia natalie natasha nathan neil nelson nicholas nick nicole nina noah nora
  norma norman olga oliver olivia omar oscar owen pamela patricia patrick paul paula pauline pedro
  peggy penny pete peter phil philip phillip phyllis priya rachel ralph ramon randy raul ravi ray
  raymond rebecca regina renee rhonda ricardo richard rick ricky rita rob robert roberta roberto robin
  rodney roger roland ron ronald rosa rosemary ross roy ruby russell ruth ryan sally sam samantha
  samuel sandra sara sarah scott sean sergio seth shane shannon sharon shaun shawn sheila shelly
  shirley simon sofia sonia sophia sophie stacy stan stanley stella stephanie stephen steve steven
  stuart sue susan suzanne sven sylvia tamara tammy tanya tara ted teresa terry thelma theodore theresa
  thomas tiffany tim timothy tina todd tom tommy toni tony tracy travis tyler valerie vanessa vera
  veronica vicki victor victoria vincent viola violet virginia vivian vladimir wade walter wanda warren
  wayne wendy wesley whitney wilhelm william willie wilma xavier yasmin yolanda yuki yusuf yvonne
  zachary zoe`.split(/\s+/),
);
