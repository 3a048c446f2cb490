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
  funny weird stop keep quit leave take please hello hi hey thanks thank sir madam euro euros dollars pounds funny weird strange strictly urgent difficult hard easy simple enough more less much many most
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
  `aaliyah aaron abdul abdullah abigail adam adeline adrian adriana agnieszka ahmad ahmed aiden
  aiko aisha akira akua alan albert alberto alejandro alessandro alex alexa alexander alexandra
  alexei alexis alfie alfred ali alice alicia alison allison alyssa amanda amara amber amelia
  amelie amina amir amit amy amélie ana anastasia andrea andreas andrew andrzej andy angela
  angelica anil anita anjali anke ann anna anne annie anthony antoine antonio april archie aria
  ariana arianna arjun arthur arun ashley ashok astrid audrey austin ava avery barbara beatrice
  beatriz becky ben benjamin bennett bernard bess beth betsy betty beverly bianca bilal bill
  billy birgit bjorn blake bob bobby boris brad bradley brandon brenda brian bridget brielle
  brigitte brittany brooke bruce bryan caden caleb cameron camila camille carl carla carlos
  carmen carol caroline carolyn catherine cathy cecilia celine chantal charles charlie charlotte
  chelsea chen cheryl chiara chidi chinedu chioma chloe chloé chris christian christina
  christine christopher cindy claire clara claudia cody colin connor corey courtney craig
  crystal cynthia céline daisy dale damian dan dana daniel daniela danielle danny darren dave
  davey david dawn dean deborah debra declan deepak delilah denise dennis derek devon diana
  diane diego dieter divya dmitri dominic don donald donna donnie doris dorothy doug dougie
  douglas dragan dylan earl eddie edgar edith eduardo edward edwin eileen ekaterina elaine
  eleanor elena eli eliana elijah eliza elizabeth ella ellen elodie emeka emery emi emilia emily
  emma emmett enrique eric erica erik erin ernest esteban ethan eugene eva evan evelyn everly
  ewa ezra faith fang farid fatima fatma felipe felix fernando finn fiona florence florian
  folake frances francesca francesco francis francisco francois frank françois fred freddie
  frederick freya fritz funmi gabriel gabriela gabriella gail galina ganesh garth gary gavin
  geoff geoffrey george gerald geraldine gianna gilbert gina giovanni gisela giulia giuseppe
  glen glenn gloria gopal goran gordon grace graham grayson greg gregory greta guadalupe
  guillaume gunnar gustavo hailey hamza hank hannah hans harish harold harriet harry haruto
  harvey hassan hazel heather hector heidi heike heinz helen helena helmut henri henry herbert
  hiroshi hoa holly horst howard hudson hugh hussein hyun ian ibrahim ignacio imran ingrid irene
  irina iris isaac isabel isabella isla ivan ivana jace jack jackie jackson jacob jacqueline
  jacques jake jamal james jamie jan jane janet janice janusz jared jasmine jason javier jay
  jayden jean jeff jeffrey jelena jennifer jenny jeremy jerome jerry jesse jessica jill jim
  jimmy jing joan joanna joe joel john johnny jolanta jon jonas jonathan jordan jorge jose
  joseph josephine josh joshua josé joyce juan juana juanita judith judy julia julian julie
  julio jurgen justin jürgen kareem karen karim karl katarina katarzyna kate katherine kathleen
  kathy katie katja katrina kavita kay kaylee keith kelly ken kenji kenneth kenny kev kevin
  khadija khalid kim kimberly kinsley kirk klaus kofi kristen kristina krzysztof kurt kwame kyle
  lakshmi landon larry lars laura lauren laurie lawrence layla leah lee leila len lena lenny leo
  leon leonard leonardo leroy leslie lester lewis liam libby lillian lily linda lindsay ling
  linh lionel lisa liz lizzie lloyd logan lois lorenzo loretta lori lou louis louise luc luca
  lucas lucia lucy ludmila luigi luis lukas luke lydia lynn madeline madison magdalena maggie
  magnus mahesh malcolm malgorzata malik manish manuel marc marcel marcia marco marcus marek
  margaret margaux marge margo maria mariana marie marilyn mario marion marisol marjorie mark
  marta martha martin marvin mary maryam mason mateo mathieu matt matteo matthew matthias
  maureen max maxine maya meera megan mehmet mei melanie melissa melvin mia michael michel
  michelle mick miguel mike mikey mikhail mila mildred milica milton minh miriam mitch mitchell
  mohamed mohammed molly monica monika monique morgan moritz muhammad mustafa nadia nancy naoko
  naomi natalia natalie natasha nathalie nathan naveen ned neha neil nell nelson nevaeh ngozi
  nguyen nicholas nick nicolas nicole nigel nikolai nils nina nisha noah nolan nomsa nora norm
  norma norman olaf olga oliver olivia olivier ollie oluwaseun omar oscar oskar owen pablo
  pamela paola paolo pascal patricia patrick patsy patty paul paula pauline pawel pedro peggy
  penelope penny percy pete peter petra phil philip philippe phillip phuong phyllis pierre
  pietro piotr pooja pradeep prakash priya quinn rachel rafael rahul raj rajesh rakesh ralf
  ralph ramesh ramon randall randy rashid raul ravi ray raymond rebecca reggie regina renate
  renee rhonda ricardo richard richie rick ricky rita rob robbie robert roberta roberto robin
  rodney roger rohan roland ron ronald ronnie rosa rosemary ross roy ruby russ russell ruth ryan
  sabine sachin sadie sakura sally salma sam samantha samira sammy samuel sandeep sandra sanjay
  santiago sara sarah satoshi scarlett scott sean sebastian sergei sergio seth shane shannon
  sharon shaun shawn sheila shelly shirley shreya sid sigrid simon sipho sofia sonia sophia
  sophie stacy stan stanley stefan stella stephanie stephen steve steven stevie stuart sue sunil
  suresh susan suzanne sven svetlana swati sylvia sylvie takashi tamara tammy tanvi tanya tara
  tariq tatiana ted teddy teresa terry thabo thandi thanh thelma theodore theresa thomas tiffany
  tim timmy timothy tina tobias toby todd tom tomasz tommy toni tony torsten tracy travis trevor
  tricia trish troy tuan tunde tyler ulrich ulrike ursula uwe valentina valerie vanessa vera
  vernon veronica vesna vicki victor victoria vijay vikram vince vincent vinod viola violet
  virginia vivian vladimir wade wally walt walter wanda warren wayne wei wendy wes wesley
  whitney wilhelm william willie wilma winston wolfgang xavier xiao ximena yash yasmin yelena
  ying yolanda yuki yuko yusuf yvonne zach zachary zack zainab zara zhang zoe zoey zofia zoran
  zuri`.split(/\s+/),
);
