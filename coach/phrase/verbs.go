package phrase

import (
	"github.com/emotional-safety/coach/coach/text"
)

// regularVerbs are the regular verbs in common use, in their base form. With the irregular ones they
// are what the clause forms know as verbs.
const regularVerbs = text.List(`
	abandon absorb abstain accept accompany accuse accustom ache achieve acknowledge act adapt add address adhere adjust admire
	admit adopt advise afford agree aim allow amaze amend announce annoy answer anticipate apologise apologize appeal appear appease
	apply appoint appreciate approach approve archive argue arrange arrest arrive ask assert assess assist assume assure attach
	attack attain attempt attend attract audit automate avoid babble back backtrack bake balance ban bang bathe battle befriend beg
	behave believe belong bike bin blame bless block boast boil book bookmark boost bore borrow bother box brainstorm breathe bribe
	brush budget bully bump burp bury calculate call calm cancel care carry cause cease celebrate challenge change channel charge
	chase chat cheat check cheer chew childproof chill choke chop chuck claim clap clarify clean clear click climb close coach coax
	collaborate collect comb combine comfort command comment communicate commute compare compensate compete compile complain
	complete compliment compromise conceal concentrate concern conclude condense confess confide confirm confront confuse
	congratulate connect conquer conserve consider consist consult contact contain contemplate continue contribute control converse
	convince cook cool cooperate coordinate cope copy correct count cover crack craft crash crave create criticise criticize crochet
	cross crush cry cuddle cultivate curb cure curse damage dance dare date deactivate decide declare decline declutter decompress
	decorate deduct deescalate defend deflect defrost defuse delay delegate delete deliver demand deny depend describe deserve
	design destroy detach determine detox develop devote die diet dilute direct disable disagree disappear disappoint disapprove
	discipline disclose disconnect discourage discover discuss disengage dislike dismiss disregard disrespect distract distribute
	disturb ditch diversify divert divide divorce document donate doodle double doubt downplay downsize drag dress drop drown dry
	dump earn ease eat educate eliminate email embarrass embrace empathize empower empty enable encourage end endure engage enjoy
	enlist enroll ensure enter entertain escalate escape establish evaluate evict examine excuse exercise exist expand expect
	explain explore expose express extend face fail fake familiarize fancy fasten favor fear fetch figure file fill film filter
	finalize finish fire fix flag flip flirt float flood flow flush focus fold follow fool force form foster freelance frighten fry
	fulfill function garden gather gaze ghost glance glue google gossip grab graduate greet ground guarantee guard guess guide
	hammer hand handle happen harass harm hate haunt heal heat help hesitate highlight hike hire homeschool honor hop hope hug
	humiliate hunt hurry hydrate identify ignore imagine immerse implement impress improve improvise include increase indulge
	influence inform inquire insist inspire install instill insult insure intend interact interrupt intervene introduce invest
	investigate invite involve irritate isolate itch itemize jog join joke jot journal judge juggle jump justify kick kid kill kiss
	knit knock label lack land last laugh launch lecture level lick lift like limit link list listen live load lock log look
	loosen love lower maintain manage manipulate march mark marry massage match matter maximize mediate meditate melt memorize mend
	mention mess message micromanage mind minimize mirror miss mix moan mock model moisturize monitor motivate mourn move mute nag
	name narrow need neglect negotiate network nip nod normalize note notice notify nourish nudge nurse nurture obey object observe
	obtain offend offer open operate order organise organize outgrow outline outsource overhaul overlook overreact owe own pace pack
	paint pamper panic park participate pass pause peel perform permit persuade phone pick picture pinch place plan plant play plead
	please plug plunge point polish ponder post postpone pour practice practise praise pray preempt prefer prep prepare press
	pressure pretend prevent print prioritise prioritize proceed process procrastinate produce promise promote propose protect
	protest provide provoke prune pull pump punch punish purchase pursue push question queue race rage raise rant ration reach react
	realise realize rearrange reassess reassure recalibrate recall receive recharge reclaim recognise recognize recommend reconcile
	reconnect reconsider record recover recycle redecorate redirect reduce reevaluate refer refinance refine reflect refocus refrain
	reframe refresh refuse regret rehearse rehome reinforce reject relate relax release relinquish relocate rely remain remember
	remind remodel remove renegotiate renew rent reorganize repair repeat rephrase replace reply report reposition represent request
	require reschedule rescue research resent resign resist resolve respect respond rest restart restore restrain restrict
	restructure result resume retire retrain return revamp reveal revise revisit reward rework rinse rock roll rotate rub ruin rush
	sack sacrifice salvage sample satisfy save savor scan scare schedule scold scratch scream screen scribble scrub search secure
	seem select separate serve settle share shave shelve shield shift shop shortlist shout shower shrug shut sidestep sigh sign
	simplify sketch skim skip slap slash slow smash smile smoke smother snap snatch snooze snore snuggle soak sob socialize soften
	solve soothe sort sound spare specialize splash splurge spoil sponsor sprint spy squeeze stack stare start starve stash state
	stay steer step sterilize stipulate stock stop store streamline strengthen stress stretch struggle study stuff subscribe succeed
	suck sue suffer suggest suit supervise supplement supply support suppose surprise surrender surround survive suspect swaddle
	swallow swap switch tackle tailor talk tame tap taste tease tell tempt tend terminate test text thank threaten tidy tie tip tire
	tolerate toss touch toughen track trade train transfer translate trap travel treat tremble trick trigger trim trip trouble trust
	try turn tweak tweet type unclutter underestimate understand unfollow unfriend uninstall unlearn unload unpack unplug
	unsubscribe untie unwind update uphold upload urge use utilize vacuum validate value vary vent verbalize verify vet visit
	visualize voice volunteer vote wait walk wander want warn wash waste watch water wave wean weigh welcome whine whip whisper wipe
	wish witness wonder work worry wrap yawn yell`)
